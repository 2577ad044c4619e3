import { revokeDevice, type Output } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { ConfirmedCommand } from '../../confirmed-command.ts';
import { printable } from '../../terminal/printable.ts';

export default class DeviceRevoke extends ConfirmedCommand<typeof revokeDevice> {
  static override summary = 'Take a device away from its user, login included, at once';
  static override args = {
    device: Args.string({ required: true, ignoreStdin: true, description: 'as device list shows it' }),
  };
  protected override readonly operation = revokeDevice;

  protected override question({ device }: { device: string }): string {
    return `Revoke ${printable(device)}? Its login ends now; whoever has no device left applies again with a new one.`;
  }

  protected override render({ device }: Output<typeof revokeDevice>): string {
    return `Revoked: ${printable(device.name)} of ${printable(device.email)}.`;
  }
}
