import type { Output, PairAnswer, pairDevice } from '@dq0/protocol';
import type { z } from 'zod';
import { makeDeviceKeys } from '../session/device-keys.ts';
import type { Profile } from '../session/profile.ts';

/**
 * Binds this device to an account: with the device's keys, which are made where there are none. A machine is logged in
 * by it; its token stays in the profile: what is answered may end in a log.
 * @param ask asks the platform
 */
export async function pair(
  profile: Profile,
  ask: () => Promise<Output<typeof pairDevice>>,
): Promise<z.output<typeof PairAnswer>> {
  profile.requirePin();
  await makeDeviceKeys(profile);
  const { email, login } = await ask();
  profile.saveEmail(email, { machine: login !== null });
  if (login === null) return { email, login };
  profile.saveLogin({ email, ...login });
  return { email, login: { expires: login.expires, roles: login.roles } };
}
