import { importIdentityPublic, readProofKey, verifyProof, type IdentityPublicKey } from '@dq0/encryption/verify';
import { PublicJwk } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Clock, ProxyConfig } from '../config/index.ts';
import { ProxyError } from '../problems/index.ts';
import { Nonces } from './nonces.ts';

/** What a client sends to prove its key: the signed proof and, if it likes, the public key as base64url of its JWK. */
export interface ClientProof {
  readonly proof: string | undefined;
  readonly key: string | undefined;
}

const longestProof = 8192;
const longestKey = 4096;

/** Checks proofs: signed by the key, for this proxy's origin, with a nonce of this proxy that is used once. */
@Injectable()
export class Proofs {
  readonly #config: ProxyConfig;
  readonly #clock: Clock;
  readonly #nonces: Nonces;

  constructor(config: ProxyConfig, clock: Clock, nonces: Nonces) {
    this.#config = config;
    this.#clock = clock;
    this.#nonces = nonces;
  }

  /** @returns the cursor that the platform has stored everything up to. */
  async ofPlatform(proof: string, identity: IdentityPublicKey): Promise<number> {
    return this.#verify(proof, identity, 'dq0-pull');
  }

  /** @returns the mailbox that the client may read (its thumbprint), and the cursor it has seen replies up to. */
  async ofClient({ proof, key }: ClientProof): Promise<{ mailbox: string; cursor: number }> {
    if (proof === undefined) throw new ProxyError('PROOF_MISSING');
    if (proof.length > longestProof || (key?.length ?? 0) > longestKey) throw new ProxyError('PROOF_INVALID');
    const identity = key === undefined ? await keyInside(proof) : await importKey(key);
    return { mailbox: identity.thumbprint, cursor: await this.#verify(proof, identity, 'dq0-subscribe') };
  }

  async #verify(proof: string, identity: IdentityPublicKey, typ: 'dq0-pull' | 'dq0-subscribe'): Promise<number> {
    const expected = {
      typ,
      origin: this.#config.origin,
      isNonce: (nonce: string) => this.#nonces.isOpen(nonce),
      now: new Date(this.#clock.now()),
    };
    const verified = await verifyProof(proof, identity, expected).catch((error: unknown) => {
      throw new ProxyError('PROOF_INVALID', { cause: error });
    });
    // Used up only now: whoever merely saw a nonce, without the key, cannot spoil it.
    if (!this.#nonces.use(verified.nonce)) throw new ProxyError('PROOF_INVALID');
    return verified.cursor ?? 0;
  }
}

/** A proof carries the public key that made it. */
function keyInside(proof: string): Promise<IdentityPublicKey> {
  return readProofKey(proof).catch((error: unknown) => {
    throw new ProxyError('PROOF_INVALID', { cause: error });
  });
}

async function importKey(encoded: string): Promise<IdentityPublicKey> {
  try {
    const jwk = PublicJwk.parse(JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8')));
    return await importIdentityPublic(jwk);
  } catch (error) {
    throw new ProxyError('KEY_INVALID', { cause: error });
  }
}
