import type { KeyFault } from '../../src/index.ts';
import { toBase64url, toNumber } from '../textbook-rsa.ts';
import { oddNumber, rocaModulus } from '../weak-moduli.ts';
import type { WorldKeys } from '../world.ts';

type Purpose = 'sig' | 'enc';

/** A public key and what strict import must say to it; `control`: WebCrypto alone takes its numbers, or has none. */
export interface KeyCase {
  readonly name: string;
  readonly purpose: Purpose;
  readonly jwk: unknown;
  readonly fault: KeyFault | null;
  readonly control: 'taken by WebCrypto' | 'no key';
}

interface Numbers {
  readonly kty: 'RSA';
  readonly n: string;
  readonly e: string;
}

interface Differing {
  readonly jwk: unknown;
  readonly fault: KeyFault | null;
  readonly purpose?: Purpose;
  readonly control?: KeyCase['control'];
}

function numbersOf(privateJwk: string): Numbers {
  const { n, e } = JSON.parse(privateJwk) as { n: string; e: string };
  return { kty: 'RSA', n, e };
}

function keyCase(name: string, { jwk, fault, purpose = 'sig', control = 'taken by WebCrypto' }: Differing): KeyCase {
  return { name, purpose, jwk, fault, control };
}

const withModulus = (number: bigint): Numbers => ({ kty: 'RSA', n: toBase64url(number), e: 'AQAB' });

function purposeCases(sound: Numbers, kid: string): readonly KeyCase[] {
  const refusedAs = (name: string, members: object, fault: KeyFault, purpose: Purpose = 'sig'): KeyCase =>
    keyCase(name, { jwk: { ...sound, ...members }, fault, purpose });
  const accepted = (name: string, members: object, purpose: Purpose = 'sig'): KeyCase =>
    keyCase(name, { jwk: { ...sound, ...members }, fault: null, purpose });
  return [
    accepted('only the numbers', {}),
    accepted('all members of a signing key', { use: 'sig', alg: 'PS256', key_ops: ['verify'], kid }),
    accepted('all members of an encryption key', { use: 'enc', alg: 'RSA-OAEP-256', kid }, 'enc'),
    accepted('operations of an encryption key', { key_ops: ['wrapKey', 'encrypt'] }, 'enc'),
    refusedAs('use enc on a signing key', { use: 'enc' }, 'USE'),
    refusedAs('use sig on an encryption key', { use: 'sig' }, 'USE', 'enc'),
    refusedAs('alg RS256', { alg: 'RS256' }, 'USE'),
    refusedAs('alg RSA-OAEP', { alg: 'RSA-OAEP' }, 'USE', 'enc'),
    refusedAs('use that is not text', { use: ['sig'] }, 'USE'),
    refusedAs('operation sign', { key_ops: ['sign'] }, 'USE'),
    refusedAs('operation twice', { key_ops: ['verify', 'verify'] }, 'USE'),
    refusedAs('operations of both purposes', { key_ops: ['verify', 'encrypt'] }, 'USE'),
    refusedAs('no operations', { key_ops: [] }, 'USE'),
    refusedAs('operations that are text', { key_ops: 'verify' }, 'USE'),
    refusedAs('kid that was chosen', { kid: 'my-key' }, 'KID'),
    refusedAs('kid that is empty', { kid: '' }, 'KID'),
    refusedAs('kid of another key', { kid: 'A'.repeat(43) }, 'KID'),
    refusedAs('another member', { ext: true }, 'SHAPE'),
    refusedAs('a certificate', { x5c: ['MIIB'] }, 'SHAPE'),
  ];
}

function numberCases(sound: Numbers): readonly KeyCase[] {
  const number = toNumber(sound.n);
  const refusedAs = (name: string, jwk: unknown, fault: KeyFault, control?: KeyCase['control']): KeyCase =>
    keyCase(name, control === undefined ? { jwk, fault } : { jwk, fault, control });
  const no = 'no key';
  return [
    refusedAs('exponent 1', { ...sound, e: 'AQ' }, 'EXPONENT'),
    refusedAs('exponent 3', { ...sound, e: 'Aw' }, 'EXPONENT'),
    refusedAs('exponent 65537 with a leading zero', { ...sound, e: 'AAEAAQ' }, 'EXPONENT'),
    refusedAs('exponent missing', { kty: 'RSA', n: sound.n }, 'EXPONENT', no),
    refusedAs('modulus of 1024 bits', withModulus(oddNumber(1024, 'without')), 'MODULUS_SIZE'),
    refusedAs('modulus of 2047 bits', withModulus(oddNumber(2047, 'without')), 'MODULUS_SIZE'),
    refusedAs('modulus of 2049 bits', withModulus(oddNumber(2049, 'without')), 'MODULUS_SIZE'),
    refusedAs('modulus of 2560 bits', withModulus(oddNumber(2560, 'without')), 'MODULUS_SIZE'),
    refusedAs('modulus that is even', withModulus(number - 1n), 'MODULUS_EVEN'),
    refusedAs(
      'modulus with a small factor',
      withModulus(oddNumber(2048, 'with a small factor')),
      'MODULUS_SMALL_FACTOR',
    ),
    refusedAs('modulus with the ROCA structure', withModulus(rocaModulus(2048)), 'MODULUS_ROCA'),
    refusedAs('modulus with a leading zero', { ...sound, n: `AA${sound.n}`.slice(0, -1) }, 'SHAPE'),
    refusedAs('modulus with padding', { ...sound, n: `${sound.n}==` }, 'SHAPE', no),
    refusedAs('modulus that is empty', { ...sound, n: '' }, 'SHAPE', no),
    refusedAs('modulus that is a number', { ...sound, n: 5 }, 'SHAPE', no),
  ];
}

function shapeCases(sound: Numbers, privateJwk: string): readonly KeyCase[] {
  const { d, p } = JSON.parse(privateJwk) as { d: string; p: string };
  const no = 'no key' as const;
  return [
    keyCase('a private exponent', { jwk: { ...sound, d }, fault: 'PRIVATE_MEMBER' }),
    keyCase('a prime', { jwk: { ...sound, p }, fault: 'PRIVATE_MEMBER' }),
    keyCase('a whole private key', { jwk: JSON.parse(privateJwk), fault: 'PRIVATE_MEMBER' }),
    keyCase('a symmetric key', { jwk: { kty: 'oct', k: 'AAAA' }, fault: 'PRIVATE_MEMBER', control: no }),
    keyCase('an elliptic curve key', {
      jwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' },
      fault: 'SHAPE',
      control: no,
    }),
    keyCase('kty in small letters', { jwk: { ...sound, kty: 'rsa' }, fault: 'SHAPE' }),
    keyCase('text', { jwk: JSON.stringify(sound), fault: 'SHAPE', control: no }),
    keyCase('a list', { jwk: [sound], fault: 'SHAPE', control: no }),
    keyCase('null', { jwk: null, fault: 'SHAPE', control: no }),
  ];
}

/** Public keys to take and to refuse, built around the keys of the fixtures. */
export function makeKeyCases(keys: WorldKeys, larger: readonly { n: string; bits: number }[]): readonly KeyCase[] {
  const sound = numbersOf(keys.device);
  const { kid } = JSON.parse(keys.device) as { kid: string };
  const sizes = larger.map(({ n, bits }) =>
    keyCase(`modulus of ${bits} bits`, { jwk: { kty: 'RSA', n, e: 'AQAB' }, fault: null }),
  );
  return [...sizes, ...purposeCases(sound, kid), ...numberCases(sound), ...shapeCases(sound, keys.device)];
}
