import { argon2, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Turns } from './turns.ts';

/** Argon2id (RFC 9106) with 46 MiB, one pass, one lane: OWASP's first choice; about 55 ms on one core. */
const MEMORY_KIB = 46 * 1024;
const PASSES = 1;
const LANES = 1;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** At once: the rest of libuv's four threads stays free for opening and sealing messages. */
const AT_ONCE = 2;
/** About 14 s of work; beyond it callers are told to come back. */
const MOST_WAITING = 500;

/** Hashes and checks passwords off the event loop, a few at a time: memory and threads are bounded. */
@Injectable()
export class PasswordHasher {
  readonly #turns = new Turns(AT_ONCE, MOST_WAITING);

  /** @returns the hash in PHC string form @throws CodedError PLATFORM_BUSY */
  async hash(password: string): Promise<string> {
    const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
    const tag = await this.#derive(password, salt);
    return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${encode(salt)}$${encode(tag)}`;
  }

  /**
   * Takes as long for a user who does not exist: without a hash the password is checked against one that no password
   * fits.
   * @throws CodedError PLATFORM_BUSY
   */
  async fits(password: string, hash: string | null): Promise<boolean> {
    const [salt, expected] = hash === null ? [] : hash.split('$').slice(4).map(decode);
    const tag = await this.#derive(password, salt ?? new Uint8Array(SALT_BYTES));
    const known = expected?.length === tag.length;
    return timingSafeEqual(tag, known ? expected : new Uint8Array(TAG_BYTES)) && known;
  }

  #derive(password: string, nonce: Uint8Array): Promise<Uint8Array> {
    const sizes = { parallelism: LANES, tagLength: TAG_BYTES, memory: MEMORY_KIB, passes: PASSES };
    // One spelling of a character, whatever keyboard made it (RFC 8265 takes NFC).
    const parameters = { message: password.normalize('NFC'), nonce, ...sizes };
    return this.#turns.take(
      () =>
        new Promise((resolve, reject) => {
          argon2('argon2id', parameters, (error, tag) => {
            if (error) reject(error);
            else resolve(tag);
          });
        }),
    );
  }
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}

function decode(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}
