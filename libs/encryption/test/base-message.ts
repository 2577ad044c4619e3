import type { World } from './world.ts';

export const REQUEST_ID = '0b9d5e0a-6c0e-4d0e-9f5b-2a1c3d4e5f60';
export const ISSUED = Date.UTC(2026, 10, 2, 9, 0, 0, 250);
export const EXPIRES = ISSUED + 3_600_000;
/** Stands in every body; whoever can read it has opened the message. */
export const SECRET = 'How many people are there?';
/** What the replies of the fixtures answer. */
export const REQUEST_DIGEST = '5f'.repeat(32);

export type Members = Record<string, unknown>;

/** The three places that repeat who says what to whom. */
export interface BaseMessage {
  readonly type: 'request' | 'reply';
  readonly outer: Members;
  readonly inner: Members;
  readonly content: Members;
}

function base(type: 'request' | 'reply', sender: string, recipient: string, kid: string, re: Members): BaseMessage {
  const suite = 'rsa2048';
  return {
    type,
    outer: {
      alg: 'PS256',
      typ: `dq0-${type}+1.${suite}`,
      kid: sender,
      to: recipient,
      id: REQUEST_ID,
      number: 7,
      issued: ISSUED,
      expires: EXPIRES,
      ...re,
    },
    inner: {
      alg: 'RSA-OAEP-256',
      enc: 'A256GCM',
      typ: `dq0-${type}-body+1.${suite}`,
      kid,
      from: sender,
      to: recipient,
      id: REQUEST_ID,
      ...re,
    },
    content: { type, sender, recipient, id: REQUEST_ID, ...re, body: { question: SECRET } },
  };
}

/** A request of the device to the platform, before it is sealed. */
export function baseRequest({ device, platform, platformEncryption }: World): BaseMessage {
  return base('request', device.thumbprint, platform.thumbprint, platformEncryption.thumbprint, {});
}

/** A reply of the platform to the device, before it is sealed. */
export function baseReply({ device, platform, deviceEncryption }: World): BaseMessage {
  const re = { re: REQUEST_DIGEST };
  return base('reply', platform.thumbprint, device.thumbprint, deviceEncryption.thumbprint, re);
}
