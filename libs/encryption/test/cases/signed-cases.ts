import type { IdentityKey } from '../../src/index.ts';
import { EXPIRES, ISSUED, type Members } from '../base-message.ts';
import { forgeJws } from '../forge-jws.ts';
import type { World } from '../world.ts';

/** A bundle or proof by its one difference from a valid one. */
export interface SignedChange {
  readonly name: string;
  readonly header?: Members;
  readonly payload?: Members;
  readonly payloadText?: (text: string) => string;
  readonly signer?: IdentityKey;
}

export const ORIGIN = 'https://proxy.example';
export const NONCE = 'bm9uY2Utb2YtdGhlLXByb3h5';

export function bundlePayload({ platform, platformEncryption, platformOlderEncryption }: World): Members {
  return {
    number: 12,
    issued: ISSUED,
    expires: EXPIRES,
    keys: [platformEncryption.publicJwk, platformOlderEncryption.publicJwk],
    identity: platform.publicJwk,
    proxies: [ORIGIN],
    protocolVersions: ['1'],
    auditHead: null,
  };
}

export function proofPayload({ platform }: World): Members {
  return { origin: ORIGIN, nonce: NONCE, issued: ISSUED, key: platform.publicJwk, cursor: 41 };
}

/** Signs a payload as the platform would, but for the change. */
export async function forgeSigned(world: World, kind: string, base: Members, change: SignedChange): Promise<string> {
  const header = { alg: 'PS256', typ: `dq0-${kind}+1.rsa2048`, kid: world.platform.thumbprint, ...change.header };
  const text = JSON.stringify({ ...base, ...change.payload });
  const payload = Buffer.from(change.payloadText?.(text) ?? text);
  return forgeJws(Buffer.from(JSON.stringify(header)), payload, change.signer ?? world.platform);
}

/** Refused as not the pinned platform's. */
export function bundleChanges({ mallory, platformEncryption }: World): readonly SignedChange[] {
  return [
    { name: 'signed by another key', signer: mallory },
    {
      name: 'another identity, signed by it, under the pinned kid',
      payload: { identity: mallory.publicJwk },
      signer: mallory,
    },
    {
      name: 'another identity throughout',
      header: { kid: mallory.thumbprint },
      payload: { identity: mallory.publicJwk },
      signer: mallory,
    },
    { name: 'kid of another key', header: { kid: mallory.thumbprint } },
    { name: 'typ of a proof', header: { typ: 'dq0-pull+1.rsa2048' } },
    { name: 'typ of another suite', header: { typ: 'dq0-bundle+1.rsa3072' } },
    { name: 'typ of a later version', header: { typ: 'dq0-bundle+2.rsa2048' } },
    { name: 'crit', header: { crit: ['dq0'], dq0: 1 } },
    { name: 'another header member', header: { jku: 'https://keys.example/set' } },
    { name: 'a member that no bundle has', payload: { motd: 'hello' } },
    { name: 'a member twice', payloadText: (text) => text.replace('{', '{"number":99,') },
    { name: 'number missing', payload: { number: undefined } },
    { name: 'expiry before issue', payload: { expires: ISSUED } },
    { name: 'no encryption key', payload: { keys: [] } },
    { name: 'an encryption key with exponent 1', payload: { keys: [{ ...platformEncryption.publicJwk, e: 'AQ' }] } },
    { name: 'a signing key as encryption key', payload: { keys: [mallory.publicJwk] } },
    { name: 'a private member in a key', payload: { keys: [{ ...platformEncryption.publicJwk, d: 'AQ' }] } },
  ];
}

/** Refused proofs of a pull by the platform. */
export function proofChanges({ mallory }: World): readonly SignedChange[] {
  return [
    { name: 'signed by another key', signer: mallory },
    { name: 'kid of another key', header: { kid: mallory.thumbprint } },
    { name: 'typ of a subscription', header: { typ: 'dq0-subscribe+1.rsa2048' } },
    { name: 'typ of a bundle', header: { typ: 'dq0-bundle+1.rsa2048' } },
    { name: 'typ of another suite', header: { typ: 'dq0-pull+1.rsa3072' } },
    { name: 'another header member', header: { jku: 'https://keys.example/set' } },
    { name: 'origin of another proxy', payload: { origin: 'https://other.example' } },
    { name: 'origin with a slash', payload: { origin: `${ORIGIN}/` } },
    { name: 'a nonce that was not given out', payload: { nonce: 'b3RoZXI' } },
    { name: 'nonce missing', payload: { nonce: undefined } },
    { name: 'cursor below zero', payload: { cursor: -1 } },
    { name: 'cursor as text', payload: { cursor: '41' } },
    { name: 'a member that no proof has', payload: { admin: true } },
    { name: 'a member twice', payloadText: (text) => text.replace('{', '{"cursor":99,') },
    { name: 'made six minutes ago', payload: { issued: ISSUED - 360_000 } },
    { name: 'made in six minutes', payload: { issued: ISSUED + 360_000 } },
  ];
}
