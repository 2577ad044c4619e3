import { importEncryptionPublic, type EncryptionPublicKey } from '@dq0/encryption';
import { PublicJwk } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';

/** A client keeps its reply key for a session; each kept one takes a few kilobytes. */
const MOST = 2000;

/** Keys to seal replies to. A strict import takes longer than sealing itself, so imported ones are kept for a while. */
@Injectable()
export class ReplyKeys {
  readonly #imported = new Map<string, EncryptionPublicKey>();

  /** @throws KeyImportError or ZodError */
  async import(jwk: unknown): Promise<EncryptionPublicKey> {
    // The whole text is the name: a key with another `use` or `kid` is another one, and is checked.
    const name = JSON.stringify(PublicJwk.parse(jwk));
    const known = this.#imported.get(name);
    if (known !== undefined) return known;
    const key = await importEncryptionPublic(jwk);
    if (this.#imported.size >= MOST) this.#imported.delete(this.#imported.keys().next().value ?? '');
    this.#imported.set(name, key);
    return key;
  }
}
