import { base64url } from '../forge-jwe.ts';
import { EXPIRES, ISSUED, SECRET } from '../base-message.ts';
import { editPart, refused, type RefusedCase } from './message-case.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** 256 bytes end in a character with four spare bits; setting one changes the text and not the bytes. */
function spareBit(part: string): string {
  return part.slice(0, -1) + ALPHABET.charAt(ALPHABET.indexOf(part.slice(-1)) | 1);
}

const signature = 2;

/** Refused by the outer header or the form of the text, without any key. */
export const outerCases: readonly RefusedCase[] = [
  refused('outside', 'alg none, no signature', { outer: { alg: 'none' }, signatureAlgorithm: 'none' }),
  refused('outside', 'alg HS256 with the public key as the secret', {
    outer: { alg: 'HS256' },
    signatureAlgorithm: 'HS256',
  }),
  refused('outside', 'alg RS256', { outer: { alg: 'RS256' }, signatureAlgorithm: 'RS256' }),
  refused('outside', 'alg PS384', { outer: { alg: 'PS384' }, signatureAlgorithm: 'PS384' }),
  refused('outside', 'alg missing', { outer: { alg: undefined } }),
  refused('outside', 'alg in small letters', { outer: { alg: 'ps256' } }),
  refused('outside', 'crit with an unknown extension', { outer: { crit: ['dq0'], dq0: true } }),
  refused('outside', 'crit that is empty', { outer: { crit: [] } }),
  refused('outside', 'b64 false', { outer: { b64: false, crit: ['b64'] } }),
  refused('outside', 'b64 true', { outer: { b64: true, crit: ['b64'] } }),
  refused('outside', 'zip in the outer header', { outer: { zip: 'DEF' } }),
  refused('outside', 'jku', { outer: { jku: 'https://keys.example/set' } }),
  refused('outside', 'x5u', { outer: { x5u: 'https://keys.example/chain' } }),
  refused('outside', 'x5c', { outer: { x5c: ['MIIB'] } }),
  refused('outside', 'jwk with the own key', ({ device }) => ({ outer: { jwk: device.publicJwk } })),
  refused('outside', 'a member that no message has', { outer: { priority: 1 } }),
  refused('outside', 'a member that no reply has', { type: 'reply', outer: { priority: 1 } }),
  refused('outside', 'a member named __proto__', {
    outerText: (text) => text.replace('{', '{"__proto__":{"kid":"x"},'),
  }),
  refused('outside', 're on a request', { outer: { re: '5f'.repeat(32) }, inner: { re: '5f'.repeat(32) } }),
  refused('outside', 're missing on a reply', { type: 'reply', outer: { re: undefined }, inner: { re: undefined } }),
  refused('outside', 're in capital letters', {
    type: 'reply',
    outer: { re: '5F'.repeat(32) },
    inner: { re: '5F'.repeat(32) },
  }),
  ...['kid', 'to', 'id', 'number', 'issued', 'expires', 'typ'].map((name) =>
    refused('outside', `outer ${name} missing`, { outer: { [name]: undefined } }),
  ),
  refused('outside', 'a member twice, equal', ({ device }) => ({
    outerText: (text) => text.replace('{', `{"kid":"${device.thumbprint}",`),
  })),
  refused('outside', 'a member twice, different', ({ mallory }) => ({
    outerText: (text) => text.replace('{', `{"kid":"${mallory.thumbprint}",`),
  })),
  refused('outside', 'a member twice, once escaped', ({ mallory }) => ({
    outerText: (text) => text.replace('{', `{"k\\u0069d":"${mallory.thumbprint}",`),
  })),
  refused('outside', 'a byte-order mark before the header', {
    outerBytes: (bytes) => Buffer.concat([Uint8Array.of(0xef, 0xbb, 0xbf), bytes]),
  }),
  refused('outside', 'a header that is not UTF-8', {
    outerText: (text) => text.replace('"id":"', '"id":"@'),
    outerBytes: (bytes) => bytes.map((byte) => (byte === 0x40 ? 0xff : byte)),
  }),
  refused('outside', 'a header of more than 8 KiB', { outerText: (text) => text + ' '.repeat(8192) }),
  refused('outside', 'a header that is a list', { outerText: (text) => `[${text}]` }),
  refused('outside', 'a comment in the header', { outerText: (text) => text.replace('{', '{/**/') }, 'opens unsigned'),
  refused(
    'outside',
    'a number with a leading zero',
    { outerText: (text) => text.replace(':7,', ':07,') },
    'opens unsigned',
  ),
  refused('outside', 'typ of a reply on a request', { outer: { typ: 'dq0-reply+1.rsa2048' } }),
  refused('outside', 'typ of a bundle', { outer: { typ: 'dq0-bundle+1.rsa2048' } }),
  refused('outside', 'typ of a later version', { outer: { typ: 'dq0-request+2.rsa2048' } }),
  refused('outside', 'typ of an unknown suite', { outer: { typ: 'dq0-request+1.rsa1024' } }),
  refused('outside', 'typ of a stronger suite than the key', { outer: { typ: 'dq0-request+1.rsa3072' } }),
  refused('outside', 'typ in capital letters', { outer: { typ: 'DQ0-REQUEST+1.RSA2048' } }),
  refused('outside', 'typ with a blank after it', { outer: { typ: 'dq0-request+1.rsa2048 ' } }),
  refused('outside', 'kid that is not a thumbprint', { outer: { kid: 'device' }, inner: { from: 'device' } }),
  refused('outside', 'id with a slash', { outer: { id: '../etc' }, inner: { id: '../etc' } }),
  refused('outside', 'id that is empty', { outer: { id: '' }, inner: { id: '' } }),
  refused('outside', 'id of 65 characters', { outer: { id: 'a'.repeat(65) }, inner: { id: 'a'.repeat(65) } }),
  refused('outside', 'number below zero', { outer: { number: -1 } }),
  refused('outside', 'number with a fraction', { outer: { number: 1.5 } }),
  refused('outside', 'number as text', { outer: { number: '7' } }),
  refused('outside', 'number beyond exact integers', { outer: { number: 2 ** 53 } }),
  refused('outside', 'times as text', { outer: { issued: new Date(ISSUED).toISOString() } }),
  refused('outside', 'expiry before issue', { outer: { expires: ISSUED - 1 } }),
  refused('outside', 'expiry at issue', { outer: { expires: ISSUED } }),
  refused('outside', 'expiry beyond what a date can be', { outer: { expires: 8_640_000_000_000_001 } }),
  refused('outside', 'issue before 1970', { outer: { issued: -EXPIRES } }),
  refused('outside', 'one part too many', { envelope: (text) => `${text}.` }),
  refused(
    'outside',
    'no signature part',
    { envelope: (text) => text.split('.').slice(0, 2).join('.') },
    'opens unsigned',
  ),
  refused('outside', 'an empty signature', { envelope: editPart(signature, () => '') }, 'opens unsigned'),
  refused(
    'outside',
    'a signature cut short',
    { envelope: editPart(signature, (part) => part.slice(0, -4)) },
    'opens unsigned',
  ),
  refused('outside', 'padding after a part', { envelope: editPart(signature, (part) => `${part}==`) }),
  refused('outside', 'spare bits set', { envelope: editPart(signature, spareBit) }),
  refused('outside', 'a line break inside', {
    envelope: editPart(signature, (part) => `${part.slice(0, 76)}\n${part.slice(76)}`),
  }),
  refused('outside', 'a blank before', { envelope: (text) => ` ${text}` }, 'opens unsigned'),
  refused('outside', 'a line break after', { envelope: (text) => `${text}\n` }),
  refused('outside', 'the alphabet of plain base64', {
    envelope: editPart(signature, (part) => part.replaceAll('-', '+').replaceAll('_', '/')),
  }),
  refused('outside', 'a signed plain text instead of a JWE', { jwe: () => JSON.stringify({ body: SECRET }) }),
  refused('outside', 'a JWE in JSON form', {
    jwe: (text) => JSON.stringify({ ciphertext: text, note: SECRET }).replaceAll('.', ','),
  }),
  refused('outside', 'a JWE encoded twice', { jwe: (text) => base64url(text) }, 'broken'),
];
