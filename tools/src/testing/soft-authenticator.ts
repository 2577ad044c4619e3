import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** What a test may do wrong. */
export interface Misbehaviour {
  readonly origin?: string;
  readonly rpId?: string;
  /** No PIN and no finger. */
  readonly unverified?: boolean;
  /** What it says of its signatures so far. */
  readonly counter?: number;
  readonly type?: string;
  /** Of a statement about who made it. */
  readonly format?: string;
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;
const digest = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();
const encode = (data: string | Uint8Array): string => Buffer.from(data).toString('base64url');

/** An authenticator in a few lines: one ES256 key for `localhost`, as FIDO2 writes what it makes and signs. */
export class SoftAuthenticator {
  readonly id = randomBytes(32);
  readonly #keys: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
  readonly #origin: string;
  counter = 0;

  constructor(origin: string) {
    this.#origin = origin;
    this.#keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  }

  get credential(): string {
    return encode(this.id);
  }

  register(challenge: string, wrong: Misbehaviour = {}): Record<'id' | 'clientDataJSON' | 'attestationObject', string> {
    const data = this.#authenticatorData(ATTESTED, wrong);
    const size = Buffer.from([0, this.id.length]);
    const authData = Buffer.concat([data, Buffer.alloc(16), size, this.id, this.#coseKey()]);
    const clientDataJSON = this.#clientData(challenge, 'webauthn.create', wrong);
    const attestation = map([
      [text('fmt'), text(wrong.format ?? 'none')],
      [text('attStmt'), wrong.format === 'packed' ? this.#statement(authData, clientDataJSON) : map([])],
      [text('authData'), bytes(authData)],
    ]);
    return { id: this.credential, clientDataJSON, attestationObject: encode(attestation) };
  }

  assert(
    challenge: string,
    wrong: Misbehaviour = {},
  ): Record<'id' | 'clientDataJSON' | 'authenticatorData' | 'signature', string> {
    this.counter += 1;
    const authenticatorData = this.#authenticatorData(0, wrong);
    const clientDataJSON = this.#clientData(challenge, 'webauthn.get', wrong);
    const signature = encode(this.#sign(authenticatorData, clientDataJSON));
    return { id: this.credential, clientDataJSON, authenticatorData: encode(authenticatorData), signature };
  }

  /** That this very key made itself: algorithm ES256 and a signature. */
  #statement(authData: Buffer, clientDataJSON: string): Buffer {
    return map([
      [text('alg'), Buffer.from([0x26])],
      [text('sig'), bytes(this.#sign(authData, clientDataJSON))],
    ]);
  }

  #sign(authenticatorData: Buffer, clientDataJSON: string): Buffer {
    const signed = Buffer.concat([authenticatorData, digest(Buffer.from(clientDataJSON, 'base64url'))]);
    return sign('sha256', signed, this.#keys.privateKey);
  }

  #clientData(challenge: string, type: string, wrong: Misbehaviour): string {
    const origin = wrong.origin ?? this.#origin;
    return encode(JSON.stringify({ type: wrong.type ?? type, challenge, origin, crossOrigin: false }));
  }

  #authenticatorData(flags: number, { rpId = 'localhost', unverified, counter = this.counter }: Misbehaviour): Buffer {
    const counted = Buffer.alloc(4);
    counted.writeUInt32BE(counter);
    const all = flags | PRESENT | (unverified === true ? 0 : VERIFIED);
    return Buffer.concat([digest(rpId), Buffer.from([all]), counted]);
  }

  /** COSE (RFC 9052): key type EC2, algorithm ES256, curve P-256, x, y. */
  #coseKey(): Buffer {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    return map([
      [Buffer.from([0x01]), Buffer.from([0x02])],
      [Buffer.from([0x03]), Buffer.from([0x26])],
      [Buffer.from([0x20]), Buffer.from([0x01])],
      [Buffer.from([0x21]), bytes(Buffer.from(x, 'base64url'))],
      [Buffer.from([0x22]), bytes(Buffer.from(y, 'base64url'))],
    ]);
  }
}

/** CBOR (RFC 8949), as much of it as an attestation holds. */
function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 0xff]);
}

const text = (value: string): Buffer => Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
const bytes = (value: Uint8Array): Buffer => Buffer.concat([head(2, value.length), value]);
const map = (members: readonly (readonly [Buffer, Buffer])[]): Buffer =>
  Buffer.concat([head(5, members.length), ...members.flat()]);
