import { editPart, flipBit, refused, type RefusedCase } from './message-case.ts';

const encryptedKey = 1;
const iv = 2;
const ciphertext = 3;
const tag = 4;

/** Refused by the header or the form of the JWE, which anyone may read. */
export const sealedPartCases: readonly RefusedCase[] = [
  refused('outside', 'key algorithm RSA1_5', { inner: { alg: 'RSA1_5' }, sealing: { keyAlgorithm: 'RSA1_5' } }),
  refused('outside', 'key algorithm RSA-OAEP with SHA-1', {
    inner: { alg: 'RSA-OAEP' },
    sealing: { keyAlgorithm: 'RSA-OAEP' },
  }),
  refused('outside', 'key algorithm dir', { inner: { alg: 'dir' }, jwe: editPart(encryptedKey, () => '') }, 'broken'),
  refused('outside', 'content algorithm A128GCM', {
    inner: { enc: 'A128GCM' },
    sealing: { contentAlgorithm: 'A128GCM' },
  }),
  refused('outside', 'content algorithm A256CBC-HS512', {
    inner: { enc: 'A256CBC-HS512' },
    sealing: { contentAlgorithm: 'A256CBC-HS512' },
  }),
  refused('outside', 'compressed before it was sealed', { inner: { zip: 'DEF' }, sealing: { deflated: true } }),
  refused('outside', 'inner crit', { inner: { crit: ['dq0'], dq0: true } }),
  refused('outside', 'inner jwk', ({ platformEncryption }) => ({ inner: { jwk: platformEncryption.publicJwk } })),
  refused('outside', 'inner jku', { inner: { jku: 'https://keys.example/set' } }),
  refused('outside', 'inner x5u', { inner: { x5u: 'https://keys.example/chain' } }),
  refused('outside', 'inner cty', { inner: { cty: 'json' } }),
  refused('outside', 'inner epk', { inner: { epk: {} } }),
  ...['alg', 'enc', 'typ', 'kid', 'from', 'to', 'id'].map((name) =>
    refused('outside', `inner ${name} missing`, { inner: { [name]: undefined } }),
  ),
  refused('outside', 'inner member twice', ({ mallory }) => ({
    innerText: (text) => text.replace('{', `{"from":"${mallory.thumbprint}",`),
  })),
  refused('outside', 'inner header of more than 8 KiB', { innerText: (text) => text + ' '.repeat(8192) }),
  refused('outside', 'inner typ of a reply', { inner: { typ: 'dq0-reply-body+1.rsa2048' } }),
  refused('outside', 'inner typ of the outer layer', { inner: { typ: 'dq0-request+1.rsa2048' } }),
  refused('outside', 'inner typ of a stronger suite than the key', { inner: { typ: 'dq0-request-body+1.rsa3072' } }),
  refused('outside', 'inner kid that is not a thumbprint', { inner: { kid: 'newest' } }),
  refused('outside', 'inner from differs', ({ mallory }) => ({ inner: { from: mallory.thumbprint } })),
  refused('outside', 'inner to differs', ({ mallory }) => ({ inner: { to: mallory.thumbprint } })),
  refused('outside', 'inner id differs', { inner: { id: 'another' } }),
  refused('outside', 'inner re differs', { type: 'reply', inner: { re: '60'.repeat(32) } }),
  refused('outside', 'stripped and signed by someone else', ({ mallory }) => ({
    outer: { kid: mallory.thumbprint },
    signer: mallory,
  })),
  refused('outside', 'stripped and signed again under another id', { outer: { id: 'another' } }),
  refused('outside', 'stripped and signed again for another recipient', ({ mallory }) => ({
    outer: { to: mallory.thumbprint },
  })),
  refused('outside', 'a reply stripped and signed again for another request', {
    type: 'reply',
    outer: { re: '60'.repeat(32) },
  }),
  refused('outside', 'a body that is not padded', { plaintext: (bytes) => bytes }),
  refused('outside', 'an IV of 16 bytes', { sealing: { ivBytes: 16 } }),
  refused('outside', 'a tag of 12 bytes', { sealing: { tagBytes: 12 } }),
  refused(
    'outside',
    'an encrypted key cut short',
    { jwe: editPart(encryptedKey, (part) => part.slice(0, -4)) },
    'broken',
  ),
  refused('outside', 'padding after the tag', { jwe: editPart(tag, (part) => `${part}==`) }),
  refused('outside', 'four parts', { jwe: (text) => text.split('.').slice(0, 4).join('.') }, 'broken'),
  refused('outside', 'six parts', { jwe: (text) => `${text}.` }),
  refused('inside', 'encrypted key changed', { jwe: editPart(encryptedKey, flipBit) }, 'broken'),
  refused('inside', 'IV changed', { jwe: editPart(iv, flipBit) }, 'broken'),
  refused('inside', 'ciphertext changed', { jwe: editPart(ciphertext, flipBit) }, 'broken'),
  refused('inside', 'tag changed', { jwe: editPart(tag, flipBit) }, 'broken'),
  refused(
    'inside',
    'sealed to an unknown key',
    ({ deviceEncryption }) => ({
      inner: { kid: deviceEncryption.thumbprint },
      sealing: { to: deviceEncryption },
    }),
    'broken',
  ),
  refused('inside', 'kid unknown, sealed to a known key', ({ deviceEncryption }) => ({
    inner: { kid: deviceEncryption.thumbprint },
  })),
  refused('inside', 'kid of one known key, sealed to the other', ({ platformOlderEncryption }) => ({
    inner: { kid: platformOlderEncryption.thumbprint },
  })),
];
