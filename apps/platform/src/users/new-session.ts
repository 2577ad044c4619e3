import { randomToken, sha256Hex } from '@dq0/encryption';

const TOKEN_BYTES = 32;
const MAILBOX_BYTES = 16;

/** What a login is made of; the token exists nowhere else. */
export interface NewSession {
  readonly token: string;
  readonly tokenHash: string;
  readonly mailbox: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export async function newSession(expiresAt: number): Promise<NewSession> {
  const token = randomToken(TOKEN_BYTES);
  return { token, tokenHash: await sha256Hex(token), mailbox: randomToken(MAILBOX_BYTES), expiresAt };
}
