import { formatConnection } from '@dq0/client';
import { fingerprintGroups } from '@dq0/encryption';
import { BaseCommand } from '../../base-command.ts';
import { renderFacts } from '../../terminal/table.ts';

export default class ProxyList extends BaseCommand {
  static override summary = 'List the proxies of this profile and the platform behind them';

  override async run(): Promise<void> {
    await this.read(ProxyList);
    const { thumbprint, proxies, bundleNumber, fetchedAt } = this.profile.requirePin();
    const shown = {
      platform: fingerprintGroups(thumbprint),
      connection: formatConnection(proxies, thumbprint),
      proxies,
      bundle: bundleNumber ?? null,
      seen: fetchedAt === undefined ? null : new Date(fetchedAt).toISOString(),
    };
    this.print(shown, () =>
      renderFacts([
        ...proxies.map((origin) => ['proxy', origin] as const),
        ['platform', shown.platform],
        ['invitation', shown.connection],
        ['newest bundle', `${shown.bundle ?? 'none'}${shown.seen === null ? '' : `, seen ${shown.seen}`}`],
      ]),
    );
  }
}
