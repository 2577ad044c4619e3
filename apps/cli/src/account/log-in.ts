import type { Input, loginByPasskey, LoginAnswer, loginUser } from '@dq0/protocol';
import type { z } from 'zod';
import { keepReplyKey, newReplyKey, readDeviceKeys } from '../session/device-keys.ts';
import { openClient } from '../session/open-client.ts';
import type { Profile } from '../session/profile.ts';
import type { Console } from '../terminal/console.ts';

/**
 * Logs this device in. A login begins a session, and a session has a reply key of its own: kept once the login
 * succeeded. The token stays in the profile: what is answered may end in a log.
 */
export async function logIn<T extends typeof loginUser | typeof loginByPasskey>(
  profile: Profile,
  operation: T,
  credentials: Input<T>,
  { console, timeoutMs }: { readonly console: Pick<Console, 'note'>; readonly timeoutMs: number },
): Promise<z.output<typeof LoginAnswer>> {
  const { identity } = await readDeviceKeys(profile);
  const replyKey = await newReplyKey();
  const client = openClient(profile, { identity, replyKey }, console);
  const { email, token, expires, roles, mailbox } = await client.call<typeof loginUser | typeof loginByPasskey>(
    operation,
    credentials,
    { timeoutMs },
  );
  await keepReplyKey(profile, replyKey);
  profile.saveLogin({ email, token, expires, roles, mailbox });
  profile.saveEmail(email);
  return { email, expires, roles };
}
