import { listDevices, type Output } from '@dq0/protocol';
import { Flags } from '@oclif/core';
import { OperationCommand } from '../../operation-command.ts';
import { renderTable } from '../../terminal/table.ts';

export default class DeviceList extends OperationCommand<typeof listDevices> {
  static override summary = 'List your devices and the logins on them';
  static override flags = { email: Flags.string({ description: 'those of a user, for administrators' }) };
  protected override readonly operation = listDevices;

  protected override render({ devices }: Output<typeof listDevices>): string {
    if (devices.length === 0) return 'No device. Its user applies again with a new one: dq0 user register EMAIL';
    const rows = devices.map(({ device, name, fingerprint, loggedInUntil, current }) => [
      device,
      current ? `${name} (this one)` : name,
      loggedInUntil ?? 'not logged in',
      fingerprint,
    ]);
    return renderTable(
      [{ title: 'device' }, { title: 'name' }, { title: 'logged in until' }, { title: 'fingerprint' }],
      rows,
      80,
    );
  }
}
