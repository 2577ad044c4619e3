import {
  exportPrivateKey,
  generateEncryptionKey,
  generateIdentityKey,
  importEncryptionKey,
  importIdentityKey,
  type EncryptionKey,
  type IdentityKey,
} from '@dq0/encryption';
import { CodedError } from '@dq0/protocol';
import type { Profile } from './profile.ts';

const IDENTITY = 'identity.key';
const REPLY = 'reply.key';

export interface DeviceKeys {
  /** This device's signing key for this platform. */
  readonly identity: IdentityKey;
  /** The session's key that replies are sealed to; a new one is made at each login. */
  readonly replyKey: EncryptionKey;
}

/** The stored keys as they are: what changes when a key does. */
export function keyFiles(profile: Profile): readonly (string | undefined)[] {
  return [IDENTITY, REPLY].map((name) => profile.files.read(name));
}

/** @throws CodedError AUTH_REFUSED when this profile has not registered yet */
export async function readDeviceKeys(profile: Profile): Promise<DeviceKeys> {
  const [identity, replyKey] = keyFiles(profile);
  if (identity === undefined || replyKey === undefined) {
    throw new CodedError('AUTH_REFUSED', {
      message: `Profile "${profile.name}" has no key of a device yet.`,
      remedy: 'Register first: dq0 user register EMAIL',
    });
  }
  const [first, second] = await Promise.all([importIdentityKey(identity), importEncryptionKey(replyKey)]);
  return { identity: first, replyKey: second };
}

/** The device's keys, made and kept when there are none. */
export async function makeDeviceKeys(profile: Profile): Promise<DeviceKeys> {
  const kept = profile.files.read(IDENTITY);
  const [identity, replyKey] = await Promise.all([
    kept === undefined ? generateIdentityKey() : importIdentityKey(kept),
    generateEncryptionKey(),
  ]);
  if (kept === undefined) profile.files.write(IDENTITY, await exportPrivateKey(identity));
  await keepReplyKey(profile, replyKey);
  return { identity, replyKey };
}

export const newReplyKey = (): Promise<EncryptionKey> => generateEncryptionKey();

export async function keepReplyKey(profile: Profile, replyKey: EncryptionKey): Promise<void> {
  profile.files.write(REPLY, await exportPrivateKey(replyKey));
}
