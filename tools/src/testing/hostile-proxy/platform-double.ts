import {
  type EncryptionKey,
  generateEncryptionKey,
  generateIdentityKey,
  type IdentityKey,
  type IdentityPublicKey,
  importEncryptionPublic,
  newMessageId,
  openMessage,
  readOuter,
  sealMessage,
  sha256Hex,
  signBundle,
  signProof,
} from '@dq0/encryption';
import { NONCE_HEADER, PullAnswer, RequestBody } from '@dq0/protocol';

const HOUR_MS = 3_600_000;

export interface PlatformDoubleOptions {
  /** Origin of the proxy it polls. */
  readonly origin: string;
  /** Devices that have an account. */
  readonly devices: readonly IdentityPublicKey[];
  /** False takes the uniqueness of (sender, id) away: what happens then shows what that rule is for. */
  readonly remembers: boolean;
}

/** As little of a platform as answers `user.whoami` through a proxy, with real keys and seals, and counts what it does. */
export class PlatformDouble {
  readonly identity: IdentityKey;
  readonly encryption: EncryptionKey;
  /** Operations executed, by message id. */
  readonly executed = new Map<string, number>();
  readonly #options: PlatformDoubleOptions;
  readonly #replies = new Map<string, Promise<string>>();
  readonly #stop = new AbortController();
  #cursor = 0;
  #running: Promise<void> | undefined;

  private constructor(identity: IdentityKey, encryption: EncryptionKey, options: PlatformDoubleOptions) {
    this.identity = identity;
    this.encryption = encryption;
    this.#options = options;
  }

  static async withNewKeys(options: PlatformDoubleOptions): Promise<PlatformDouble> {
    const [identity, encryption] = await Promise.all([generateIdentityKey(), generateEncryptionKey()]);
    return new PlatformDouble(identity, encryption, options);
  }

  bundle(number: number): Promise<string> {
    const issuedAt = new Date();
    return signBundle(
      {
        number,
        issuedAt,
        expiresAt: new Date(issuedAt.getTime() + 24 * HOUR_MS),
        keys: [this.encryption.publicJwk],
        identity: this.identity.publicJwk,
        proxies: [],
        protocolVersions: ['1'],
        auditHead: null,
      },
      this.identity,
    );
  }

  async introduce(number: number): Promise<void> {
    await this.#signed('push', { replies: [], bundle: await this.bundle(number) });
  }

  /** Pulls and answers until it is stopped. */
  start(): void {
    this.#running = this.#poll();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #poll(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      try {
        const answer = await this.#signed('pull', { limit: 100, waitSeconds: 5 }, this.#cursor);
        const page = PullAnswer.parse(answer);
        const replies = await Promise.all(page.messages.map(({ envelope }) => this.#answer(envelope)));
        const due = replies.filter((reply) => reply !== undefined);
        if (due.length > 0) await this.#signed('push', { replies: due });
        this.#cursor = page.cursor;
      } catch {
        // A proxy that does not do as the protocol says is asked again.
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  async #answer(envelope: string): Promise<{ recipient: string; id: string; envelope: string } | undefined> {
    try {
      const { kid, id } = readOuter(envelope);
      const sender = this.#options.devices.find(({ thumbprint }) => thumbprint === kid);
      if (!sender) throw new Error('nobody knows this device');
      const recipientIdentity = this.identity.thumbprint;
      const expected = { type: 'request', sender, recipientIdentity, keys: [this.encryption] } as const;
      const request = RequestBody.parse((await openMessage(envelope, expected)).body);
      const known = this.#options.remembers ? this.#replies.get(`${kid} ${id}`) : undefined;
      const reply = known ?? this.#execute(envelope, kid, id, request);
      this.#replies.set(`${kid} ${id}`, reply);
      return { recipient: kid, id, envelope: await reply };
    } catch {
      // What does not open gets no answer.
      return undefined;
    }
  }

  async #execute(envelope: string, device: string, id: string, request: RequestBody): Promise<string> {
    this.executed.set(id, (this.executed.get(id) ?? 0) + 1);
    const known = { email: 'ada@example.org', roles: [], groups: [], authentication: 'password' };
    const output = { ...known, device, tokenExpires: '2030-01-01T00:00:00Z' };
    const issuedAt = new Date();
    return sealMessage({
      type: 'reply',
      sender: this.identity,
      recipient: { identity: device, encryption: await importEncryptionPublic(request.replyKey) },
      id: newMessageId(),
      number: 1,
      issuedAt,
      expiresAt: new Date(issuedAt.getTime() + HOUR_MS),
      inReplyTo: await sha256Hex(envelope),
      body: { ok: true, output, auditId: null },
    });
  }

  async #signed(verb: 'pull' | 'push', body: object, cursor?: number): Promise<unknown> {
    const { origin } = this.#options;
    const { signal } = this.#stop;
    const nonce = (await fetch(`${origin}/v1/platform`, { signal })).headers.get(NONCE_HEADER) ?? '';
    const { identity } = this;
    const ask = { typ: 'dq0-pull', identity, origin, nonce, issuedAt: new Date() } as const;
    const proof = await signProof(cursor === undefined ? ask : { ...ask, cursor });
    const answer = await fetch(`${origin}/v1/platform/${verb}`, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ proof, ...body }),
      signal,
    });
    if (!answer.ok) throw new Error(`the proxy answered ${answer.status}`);
    return answer.json();
  }
}
