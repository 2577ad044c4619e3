import { infoPlatform, type Output } from '@dq0/protocol';
import { OperationCommand } from '../../operation-command.ts';
import { renderStatus } from '../../platform/render-status.ts';

export default class PlatformStatus extends OperationCommand<typeof infoPlatform> {
  static override summary =
    'Show how the platform runs: what needs a look, proxies, service, queue, disk, keys, backup, plugins';
  protected override readonly operation = infoPlatform;

  protected override render(info: Output<typeof infoPlatform>): string {
    return renderStatus(info);
  }
}
