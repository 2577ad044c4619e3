import { newMessageId, sealMessage } from '../src/index.ts';
import { EXPIRES, ISSUED, REQUEST_DIGEST, REQUEST_ID, SECRET } from './base-message.ts';
import { firstMessageCases } from './cases/first-message-cases.ts';
import { insideCases } from './cases/inside-cases.ts';
import type { Control, Recognised, RefusedCase } from './cases/message-case.ts';
import { outerCases } from './cases/outer-cases.ts';
import { sealedPartCases } from './cases/sealed-part-cases.ts';
import { forge, pad } from './forge.ts';
import type { World } from './world.ts';

/** What the opener expects, by names of `keys.json`. */
export interface Opening {
  readonly type: 'request' | 'reply' | 'grant';
  readonly sender: keyof World;
  readonly recipient: keyof World;
  readonly keys: readonly (keyof World)[];
  readonly inReplyTo?: string;
}

export interface AcceptedMessage {
  readonly name: string;
  readonly open: Opening;
  readonly body: unknown;
  readonly envelope: string;
}

export interface RefusedMessage {
  readonly name: string;
  readonly recognised: Recognised;
  readonly control: Control;
  readonly open: Opening;
  readonly envelope: string;
}

export interface FirstMessageFixture {
  readonly name: string;
  readonly verdict: 'accepted' | 'refused';
  readonly envelope: string;
}

export const refusedCases: readonly RefusedCase[] = [...outerCases, ...sealedPartCases, ...insideCases];

const openRequest: Opening = {
  type: 'request',
  sender: 'device',
  recipient: 'platform',
  keys: ['platformEncryption', 'platformOlderEncryption'],
};
const openReply: Opening = {
  type: 'reply',
  sender: 'platform',
  recipient: 'device',
  keys: ['deviceEncryption'],
  inReplyTo: REQUEST_DIGEST,
};

const body = { question: SECRET };
const times = { number: 7, issuedAt: new Date(ISSUED), expiresAt: new Date(EXPIRES) };

function deepBody(levels: number): unknown {
  let value: unknown = [];
  for (let level = 1; level < levels; level += 1) value = [value];
  return value;
}

export async function makeAcceptedMessages(world: World): Promise<AcceptedMessage[]> {
  const { device, platform, platformEncryption, platformOlderEncryption, deviceEncryption } = world;
  const request = async (name: string, content: unknown): Promise<AcceptedMessage> => {
    const recipient = { identity: platform.thumbprint, encryption: platformEncryption };
    const message = { type: 'request', sender: device, recipient, id: newMessageId(), body: content } as const;
    return { name, open: openRequest, body: content, envelope: await sealMessage({ ...message, ...times }) };
  };
  const older = { identity: platform.thumbprint, encryption: platformOlderEncryption };
  const back = { identity: device.thumbprint, encryption: deviceEncryption };
  const addressed = { sender: device, id: REQUEST_ID, body, ...times };
  const reply = { ...addressed, type: 'reply', sender: platform, recipient: back, inReplyTo: REQUEST_DIGEST } as const;
  const anyOrder = (text: string): string =>
    JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse()));
  return [
    await request('a request', body),
    await request('a body that is null', null),
    await request('a body that is text', 'Grüße, 数据, 😀, \u2028'),
    await request('a body that fills its class but for the frame', { text: 'x'.repeat(3000) }),
    await request('a body nested 63 deep', deepBody(63)),
    await request('a member named __proto__', JSON.parse('{"__proto__":{"admin":true}}')),
    await request('numbers', [0, -1.5, 1e21, 5e-324, 2 ** 53, 1.7976931348623157e308]),
    {
      name: 'a request to the older key',
      open: openRequest,
      body,
      envelope: await sealMessage({ ...addressed, type: 'request', recipient: older }),
    },
    {
      name: 'a grant',
      open: { ...openRequest, type: 'grant' },
      body,
      envelope: await sealMessage({ ...addressed, type: 'grant', recipient: older }),
    },
    { name: 'a reply', open: openReply, body, envelope: await sealMessage(reply) },
    { name: 'a request put together by hand', open: openRequest, body, envelope: await forge(world) },
    { name: 'a reply put together by hand', open: openReply, body, envelope: await forge(world, { type: 'reply' }) },
    {
      name: 'headers and plaintext in another order',
      open: openRequest,
      body,
      envelope: await forge(world, { outerText: anyOrder, innerText: anyOrder, contentText: anyOrder }),
    },
    {
      name: 'blanks in headers and before the padding',
      open: openRequest,
      body,
      envelope: await forge(world, {
        outerText: (text) => `\n${text}\t`,
        innerText: (text) => `${text} `,
        plaintext: (bytes) => pad(bytes),
      }),
    },
  ];
}

/** Messages that are sound in themselves, but not what this opener waits for. */
async function makeMisdirected(world: World): Promise<RefusedMessage[]> {
  const request = await forge(world);
  const reply = await forge(world, { type: 'reply' });
  const inside = { recognised: 'inside', control: 'opens' } as const;
  return [
    { ...inside, name: 'a request where a grant is due', open: { ...openRequest, type: 'grant' }, envelope: request },
    { ...inside, name: 'a message for someone else', open: { ...openRequest, recipient: 'device' }, envelope: request },
    {
      ...inside,
      name: 'a reply to another request',
      open: { ...openReply, inReplyTo: '60'.repeat(32) },
      envelope: reply,
    },
    {
      recognised: 'signature',
      control: 'opens',
      name: 'a message of someone else',
      open: { ...openRequest, sender: 'mallory' },
      envelope: request,
    },
  ];
}

export async function makeRefusedMessages(world: World): Promise<RefusedMessage[]> {
  const forged = refusedCases.map(async ({ name, recognised, control, change }) => {
    const changed = change(world);
    const open = changed.type === 'reply' ? openReply : openRequest;
    return { name, recognised, control, open, envelope: await forge(world, changed) };
  });
  return [...(await Promise.all(forged)), ...(await makeMisdirected(world))];
}

export async function makeFirstMessages(world: World): Promise<FirstMessageFixture[]> {
  return Promise.all(
    firstMessageCases.map(async ({ name, verdict, change }) => ({
      name,
      verdict,
      envelope: await forge(world, change(world)),
    })),
  );
}
