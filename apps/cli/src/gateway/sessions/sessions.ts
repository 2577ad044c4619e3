import { randomToken, sha256Hex } from '@dq0/encryption';
import type { ProfileConnection } from '../../session/profile-connection.ts';

/** How long a start address may lie before it is opened. */
const START_MS = 5 * 60_000;
/** How long a browser may stay without opening a new start address. */
const BROWSER_MS = 12 * 60 * 60_000;

/** Whoever may use the gateway, and as which profile. `starter` may do nothing but ask for start addresses. */
export interface GatewaySessionEntry {
  /** SHA-256 of its secret. */
  readonly id: string;
  readonly kind: 'program' | 'browser' | 'starter';
  readonly connection: ProfileConnection;
  readonly endsAt: number;
}

interface Start {
  readonly connection: ProfileConnection;
  /** Where the browser is sent. */
  readonly page: string;
  readonly endsAt: number;
}

/**
 * Secrets of this gateway: tokens of programs, codes of start addresses, cookies of browsers; each 256 random bits. Only
 * their digests are kept, and they are looked up by digest, so that time tells nothing of them.
 */
export class Sessions {
  readonly #sessions = new Map<string, GatewaySessionEntry>();
  readonly #starts = new Map<string, Start>();
  readonly #clock: () => number;

  /** @param clock milliseconds */
  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  async newToken(connection: ProfileConnection, kind: 'program' | 'starter'): Promise<string> {
    const token = randomToken();
    await this.#begin(token, kind, connection, Number.POSITIVE_INFINITY);
    return token;
  }

  /** A code that begins one browser session, once. */
  async newStart(connection: ProfileConnection, page = '/'): Promise<string> {
    const now = this.#clock();
    for (const [id, { endsAt }] of this.#starts) if (endsAt <= now) this.#starts.delete(id);
    const code = randomToken();
    this.#starts.set(await sha256Hex(code), { connection, page, endsAt: now + START_MS });
    return code;
  }

  /** Exchanges the code of a start address for the secret of a cookie and the page to begin with. @returns undefined for one that is used or old */
  async redeem(code: string): Promise<{ readonly secret: string; readonly page: string } | undefined> {
    const id = await sha256Hex(code);
    const start = this.#starts.get(id);
    this.#starts.delete(id);
    if (start === undefined || start.endsAt <= this.#clock()) return undefined;
    const secret = randomToken();
    await this.#begin(secret, 'browser', start.connection, this.#clock() + BROWSER_MS);
    return { secret, page: start.page };
  }

  async find(secret: string, kind: GatewaySessionEntry['kind']): Promise<GatewaySessionEntry | undefined> {
    const session = this.#sessions.get(await sha256Hex(secret));
    if (session?.kind !== kind) return undefined;
    if (session.endsAt > this.#clock()) return session;
    this.end(session);
    return undefined;
  }

  end({ id }: GatewaySessionEntry): void {
    this.#sessions.delete(id);
  }

  async #begin(
    secret: string,
    kind: GatewaySessionEntry['kind'],
    connection: ProfileConnection,
    endsAt: number,
  ): Promise<void> {
    const id = await sha256Hex(secret);
    this.#sessions.set(id, { id, kind, connection, endsAt });
  }
}
