import { fingerprintGroups } from '@dq0/encryption';
import { BaseCommand } from '../base-command.ts';
import { readDeviceKeys } from '../session/device-keys.ts';

export default class Fingerprint extends BaseCommand {
  static override summary = 'Show the fingerprints of this device and of the platform, to compare by telephone';

  override async run(): Promise<void> {
    await this.read(Fingerprint);
    const pin = this.profile.requirePin();
    const { identity } = await readDeviceKeys(this.profile);
    const shown = {
      fingerprint: fingerprintGroups(identity.thumbprint),
      platform: fingerprintGroups(pin.thumbprint),
    };
    this.print(shown, () => `this device\n  ${shown.fingerprint}\n\nthe platform\n  ${shown.platform}`);
  }
}
