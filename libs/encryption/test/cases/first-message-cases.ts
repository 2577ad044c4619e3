import type { Members } from '../base-message.ts';
import type { Change } from '../forge.ts';
import type { World } from '../world.ts';

export interface FirstMessageCase {
  readonly name: string;
  readonly verdict: 'accepted' | 'refused';
  readonly change: (world: World) => Change;
}

function registering(senderKey: unknown, more: Change = {}): Change {
  return { ...more, content: { body: { operation: 'user.register', senderKey } } };
}

/** Messages of someone unknown, whose key is inside. */
export const firstMessageCases: readonly FirstMessageCase[] = [
  { name: 'the own key inside', verdict: 'accepted', change: ({ device }) => registering(device.publicJwk) },
  { name: 'no key inside', verdict: 'refused', change: () => registering(undefined) },
  { name: 'a body that is a list', verdict: 'refused', change: () => ({ content: { body: [] } }) },
  { name: "someone else's key inside", verdict: 'refused', change: ({ mallory }) => registering(mallory.publicJwk) },
  {
    name: "someone else's key inside, who also signed",
    verdict: 'refused',
    change: ({ mallory }) => registering(mallory.publicJwk, { signer: mallory }),
  },
  {
    name: 'the own key inside, signed by someone else',
    verdict: 'refused',
    change: ({ device, mallory }) => registering(device.publicJwk, { signer: mallory }),
  },
  {
    name: 'the own key inside a grant',
    verdict: 'refused',
    change: ({ device }) => ({
      outer: { typ: 'dq0-grant+1.rsa2048' },
      inner: { typ: 'dq0-grant-body+1.rsa2048' },
      content: { type: 'grant', body: { operation: 'user.register', senderKey: device.publicJwk } },
    }),
  },
  {
    name: 'the own key inside, for another recipient',
    verdict: 'refused',
    change: ({ device, mallory }) => ({
      outer: { to: mallory.thumbprint },
      inner: { to: mallory.thumbprint },
      content: { recipient: mallory.thumbprint, body: { operation: 'user.register', senderKey: device.publicJwk } },
    }),
  },
  {
    name: 'a key with exponent 1 inside',
    verdict: 'refused',
    change: ({ device }) => registering({ ...device.publicJwk, e: 'AQ' }),
  },
  {
    name: 'a private member inside',
    verdict: 'refused',
    change: ({ device }) => registering({ ...(device.publicJwk as Members), d: 'AQ' }),
  },
];
