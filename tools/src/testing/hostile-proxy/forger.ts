import {
  type EncryptionKey,
  type IdentityKey,
  canonicalJson,
  generateEncryptionKey,
  generateIdentityKey,
  importIdentityPublic,
  importEncryptionPublic,
  newMessageId,
  sealMessage,
  signBundle,
} from '@dq0/encryption';
import { PublicJwk } from '@dq0/protocol';
import { z } from 'zod';
import { base64url } from './tampering.ts';

const DAY_MS = 24 * 3_600_000;

/** The part of a bundle that a forger takes over from the true one. */
const TrueBundle = z.looseObject({ number: z.int(), keys: z.array(PublicJwk).min(1), identity: PublicJwk });

/** Everything that somebody can make who has keys of its own but none of anybody else. */
export class Forger {
  readonly identity: IdentityKey;
  /** The key that a client should be made to seal to. */
  readonly encryption: EncryptionKey;

  private constructor(identity: IdentityKey, encryption: EncryptionKey) {
    this.identity = identity;
    this.encryption = encryption;
  }

  static async withNewKeys(): Promise<Forger> {
    const [identity, encryption] = await Promise.all([generateIdentityKey(), generateEncryptionKey()]);
    return new Forger(identity, encryption);
  }

  /** A sound bundle of a platform that is not the pinned one; its number is far ahead. */
  bundle(now = Date.now()): Promise<string> {
    return signBundle(
      {
        number: 1_000_000,
        issuedAt: new Date(now),
        expiresAt: new Date(now + DAY_MS),
        keys: [this.encryption.publicJwk],
        identity: this.identity.publicJwk,
        proxies: [],
        protocolVersions: ['1'],
        auditHead: null,
      },
      this.identity,
    );
  }

  /** The true bundle, thumbprint and all, with this forger's encryption key in it and this forger's signature on it. */
  async mixedBundle(bundle: string): Promise<string> {
    const [header = '', payload = ''] = bundle.split('.');
    const content = { ...TrueBundle.parse(decoded(payload)), keys: [this.encryption.publicJwk] };
    return this.#signed(header, base64url(canonicalJson(content)));
  }

  /** The true bundle under the `none` algorithm, with this forger's encryption key in it. */
  unsignedBundle(bundle: string): string {
    const [header = '', payload = ''] = bundle.split('.');
    const content = { ...TrueBundle.parse(decoded(payload)), keys: [this.encryption.publicJwk] };
    const none = { ...z.looseObject({}).parse(decoded(header)), alg: 'none' };
    return `${base64url(canonicalJson(none))}.${base64url(canonicalJson(content))}.`;
  }

  /** Takes the signature off and puts this forger's on, under this forger's name; the ciphertext stays. */
  resigned(envelope: string): Promise<string> {
    const [header = '', payload = ''] = envelope.split('.');
    const own = { ...z.looseObject({}).parse(decoded(header)), kid: this.identity.thumbprint };
    return this.#signed(base64url(canonicalJson(own)), payload);
  }

  /** A well-formed request of this forger's own device, which nobody approved. */
  async request(bundle: string, body: unknown): Promise<string> {
    const { keys, identity } = TrueBundle.parse(decoded(bundle.split('.')[1] ?? ''));
    const { thumbprint } = await importIdentityPublic(identity);
    const now = Date.now();
    return sealMessage({
      type: 'request',
      sender: this.identity,
      recipient: { identity: thumbprint, encryption: await importEncryptionPublic(keys[0]) },
      id: newMessageId(),
      number: 1,
      issuedAt: new Date(now),
      expiresAt: new Date(now + 600_000),
      body,
    });
  }

  async #signed(header: string, payload: string): Promise<string> {
    const text = `${header}.${payload}`;
    const algorithm = { name: 'RSA-PSS', saltLength: 32 };
    const signature = await crypto.subtle.sign(algorithm, this.identity.privateKey, Buffer.from(text));
    return `${text}.${base64url(new Uint8Array(signature))}`;
  }
}

const decoded = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
