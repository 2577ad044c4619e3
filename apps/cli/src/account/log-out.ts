import { CodedError, type logoutUser, type Output } from '@dq0/protocol';
import type { Profile } from '../session/profile.ts';

/**
 * Ends the session of this device, there and here. One that the platform has ended already is ended here too.
 * @param end asks the platform
 */
export async function logOut(
  profile: Profile,
  end: () => Promise<Output<typeof logoutUser>>,
): Promise<Output<typeof logoutUser>> {
  try {
    const output = await end();
    profile.removeLogin();
    return output;
  } catch (error) {
    if (error instanceof CodedError && error.code === 'AUTH_REFUSED') profile.removeLogin();
    throw error;
  }
}
