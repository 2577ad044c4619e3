import { encode } from 'jose/base64url';

/** Random bytes of the system's generator, in base64url: 32 bytes (43 characters) unless told otherwise. */
export function randomToken(bytes = 32): string {
  return encode(crypto.getRandomValues(new Uint8Array(bytes)));
}

/** A fresh message id: a random UUID (RFC 9562, version 4). */
export function newMessageId(): string {
  return crypto.randomUUID();
}
