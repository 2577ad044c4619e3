import { listPasskeys } from '@dq0/protocol';
import { Flags } from '@oclif/core';
import { showOnePage } from '../../gateway/one-page.ts';
import { PlatformCommand } from '../../platform-command.ts';
import { printable } from '../../terminal/printable.ts';

export default class PasskeyAdd extends PlatformCommand {
  static override summary = 'Register a passkey, in the browser';
  static override description =
    'A passkey logs you in and signs your decisions. The browser speaks with it, so this opens a page.';
  static override flags = { open: Flags.boolean({ allowNo: true, default: true, description: 'open the browser' }) };

  override async run(): Promise<void> {
    const { flags } = await this.read(PasskeyAdd);
    const before = new Set((await this.call(listPasskeys, {})).passkeys.map(({ passkey }) => passkey));
    const { connection } = this;
    let added: string | undefined;
    const done = async (): Promise<boolean> => {
      const { passkeys } = await connection.call(listPasskeys, {});
      added = passkeys.find(({ passkey }) => !before.has(passkey))?.name;
      return added !== undefined;
    };
    const { open, 'no-input': noInput } = flags;
    await showOnePage({ connection, page: '/passkeys', open, noInput, done, everyMs: 2000 });
    this.print({ name: added }, () => `Registered: ${printable(added ?? '')}.`);
  }
}
