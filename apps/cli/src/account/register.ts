import type { Output, registerUser } from '@dq0/protocol';
import { makeDeviceKeys } from '../session/device-keys.ts';
import type { Profile } from '../session/profile.ts';

/**
 * Applies for an account: with the device's keys, which are made where there are none, and with the address, which the
 * profile keeps for what follows.
 * @param apply asks the platform
 */
export async function register(
  profile: Profile,
  email: string,
  apply: () => Promise<Output<typeof registerUser>>,
): Promise<Output<typeof registerUser>> {
  profile.requirePin();
  await makeDeviceKeys(profile);
  const output = await apply();
  profile.saveEmail(email);
  return output;
}
