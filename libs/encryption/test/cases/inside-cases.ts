import { SECRET } from '../base-message.ts';
import { pad } from '../forge.ts';
import { editPart, flipBit, refused, type RefusedCase } from './message-case.ts';

function replaceBody(written: string): (text: string) => string {
  return (text) => text.replace('"body":{', `"body":{"extra":${written},`);
}

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

/** Refused by the signature, or only by who can decrypt. */
export const insideCases: readonly RefusedCase[] = [
  refused(
    'signature',
    "signed by another key under the sender's kid",
    ({ mallory }) => ({ signer: mallory }),
    'opens unsigned',
  ),
  refused('signature', "under someone else's name, signed with the own key", ({ mallory }) => ({
    outer: { kid: mallory.thumbprint },
    inner: { from: mallory.thumbprint },
    content: { sender: mallory.thumbprint },
  })),
  refused('signature', 'signature changed', { envelope: editPart(2, flipBit) }, 'opens unsigned'),
  refused(
    'signature',
    'number changed after signing',
    {
      envelope: editPart(0, (part) =>
        Buffer.from(Buffer.from(part, 'base64url').toString().replace(':7,', ':8,')).toString('base64url'),
      ),
    },
    'opens unsigned',
  ),
  refused(
    'signature',
    'expiry put off after signing',
    {
      envelope: editPart(0, (part) =>
        Buffer.from(Buffer.from(part, 'base64url').toString().replace('"expires":1', '"expires":2')).toString(
          'base64url',
        ),
      ),
    },
    'opens unsigned',
  ),
  refused('inside', 'plaintext sender differs', ({ mallory }) => ({ content: { sender: mallory.thumbprint } })),
  refused('inside', 'plaintext recipient differs', ({ mallory }) => ({ content: { recipient: mallory.thumbprint } })),
  refused('inside', 'plaintext id differs', { content: { id: 'another' } }),
  refused('inside', 'plaintext type differs', { content: { type: 'reply' } }),
  refused('inside', 'plaintext re differs', { type: 'reply', content: { re: '60'.repeat(32) } }),
  refused('inside', 'plaintext re on a request', { content: { re: '5f'.repeat(32) } }),
  ...['type', 'sender', 'recipient', 'id'].map((name) =>
    refused('inside', `plaintext ${name} missing`, { content: { [name]: undefined } }),
  ),
  refused('inside', 'plaintext re missing', { type: 'reply', content: { re: undefined } }),
  refused('inside', 'plaintext with another member', { content: { priority: 1 } }),
  refused('inside', 'plaintext without a body', { content: { body: undefined, note: SECRET } }),
  refused('inside', 'plaintext that is a list', { contentText: (text) => `[${text}]` }),
  refused('inside', 'plaintext that is text', { contentText: (text) => JSON.stringify(text) }),
  refused('inside', 'a member twice in the plaintext', ({ mallory }) => ({
    contentText: (text) => text.replace('{', `{"sender":"${mallory.thumbprint}",`),
  })),
  refused('inside', 'a member twice in the body', { contentText: replaceBody('1,"extra":2') }),
  refused('inside', 'NaN in the body', { contentText: replaceBody('NaN') }),
  refused('inside', 'a number that is infinite', { contentText: replaceBody('1e999') }),
  refused('inside', 'half of a surrogate pair', { contentText: replaceBody('"\\ud800"') }),
  refused('inside', 'a control character in a string', { contentText: replaceBody('"\u0001"') }),
  refused('inside', 'nested 64 deep in the body', { contentText: replaceBody(deep(63)) }),
  refused('inside', 'text after the plaintext', { contentText: (text) => `${text}{}` }),
  refused('inside', 'plaintext that is not UTF-8', {
    contentText: replaceBody('"@"'),
    plaintext: (bytes) => pad(bytes.map((byte) => (byte === 0x40 ? 0xff : byte))),
  }),
  refused('inside', 'padding with zero bytes', {
    plaintext: (bytes) => pad(bytes).map((byte, index) => (index < bytes.length ? byte : 0)),
  }),
  refused('inside', 'padding with line breaks', {
    plaintext: (bytes) => pad(bytes).map((byte, index) => (index < bytes.length ? byte : 0x0a)),
  }),
  refused('inside', 'a larger size class than the body needs', { plaintext: (bytes) => pad(bytes, 4096) }),
];
