import { Args } from '@oclif/core';
import { BaseCommand } from '../../base-command.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { confirm } from '../../terminal/prompt.ts';

export default class ProxyRemove extends BaseCommand {
  static override summary = 'Remove a proxy; with the last one this profile forgets the platform';
  static override args = {
    origin: Args.string({ required: true, ignoreStdin: true, description: 'address, as dq0 proxy list shows it' }),
  };

  override async run(): Promise<void> {
    const { args } = await this.read(ProxyRemove);
    const pin = this.profile.requirePin();
    const origin = args.origin.replace(/\/$/, '');
    if (!pin.proxies.includes(origin)) {
      throw new UsageError(`This profile does not use ${args.origin}.`, 'See them with: dq0 proxy list');
    }
    const proxies = pin.proxies.filter((other) => other !== origin);
    if (proxies.length > 0) this.profile.savePin({ ...pin, proxies });
    else await this.#forget();
    this.print({ removed: origin, proxies }, () => `Removed ${origin}.`);
  }

  async #forget(): Promise<void> {
    const question = 'This is the last proxy. Forget the platform and its pinned identity too?';
    const agreed = this.common.yes || (await confirm(question, 'Confirm with --yes.', this.prompting));
    if (!agreed) throw new UsageError('Nothing was removed.', 'Answer y, or confirm with --yes.');
    this.profile.removePin();
  }
}
