import { Dq0Client } from '@dq0/client';
import type { Console } from '../terminal/console.ts';
import { printable } from '../terminal/printable.ts';
import type { DeviceKeys } from './device-keys.ts';
import { nodeTransport } from './node-transport.ts';
import type { Profile } from './profile.ts';

/** A client that speaks as this profile's device; what it notices on the way is said on stderr. */
export function openClient(profile: Profile, keys: DeviceKeys, console: Pick<Console, 'note'>): Dq0Client {
  return new Dq0Client({
    pin: profile.requirePin(),
    session: { ...keys, token: profile.login?.token },
    transport: nodeTransport,
    onPin: (pin) => profile.savePin(pin),
    onNotice: ({ message }) => console.note(`Note: ${printable(message)}`),
  });
}
