import { expect } from 'vitest';
import { PostMessage, RequestBody } from '@dq0/protocol';
import {
  importEncryptionPublic,
  newMessageId,
  openFirstMessage,
  openMessage,
  randomToken,
  readOuter,
  sealMessage,
  sha256Hex,
  signBundle,
  verifyProof,
  type EncryptionKey,
  type IdentityKey,
} from '@dq0/encryption';
import type { HttpAnswer, HttpRequest } from '../src/proxies/http-transport.ts';

const HOUR = 60 * 60_000;
export const ADA = { email: 'ada@example.org', roles: ['data-scientist'], groups: [], authentication: 'password' };

/** A platform behind any number of proxies: opens requests once each and keeps the sealed reply. */
export class Quarantine {
  readonly replies = new Map<string, string>();
  readonly executed: RequestBody[] = [];
  bundleNumber = 5;
  /** Keys that are announced beside the newest. */
  older: readonly EncryptionKey[] = [];

  constructor(
    readonly identity: IdentityKey,
    public key: EncryptionKey,
  ) {}

  async bundle(number = this.bundleNumber, issuedAt = new Date(), identity = this.identity): Promise<string> {
    return signBundle(
      {
        number,
        issuedAt,
        expiresAt: new Date(issuedAt.getTime() + 24 * HOUR),
        keys: [this.key, ...this.older].map(({ publicJwk }) => publicJwk),
        identity: identity.publicJwk,
        proxies: [],
        protocolVersions: ['1'],
        auditHead: null,
      },
      identity,
    );
  }

  async receive({ envelope, key }: PostMessage, device: IdentityKey): Promise<void> {
    const { id } = readOuter(envelope);
    if (this.replies.has(id)) return;
    const expected = { recipientIdentity: this.identity.thumbprint, keys: [this.key] };
    const { body } = await openMessage(envelope, { ...expected, type: 'request', sender: device.publicKey }).catch(() =>
      openFirstMessage(envelope, expected),
    );
    const request = RequestBody.parse(body);
    this.executed.push(request);
    expect(key.n).toBe(device.publicJwk.n);
    const output = { ...ADA, device: device.thumbprint, tokenExpires: '2026-12-24T00:00:00Z' };
    this.replies.set(id, await this.reply(envelope, device.thumbprint, request, { ok: true, output, auditId: null }));
  }

  async reply(
    request: string,
    to: string,
    { replyKey }: RequestBody,
    body: unknown,
    by = this.identity,
  ): Promise<string> {
    return sealMessage({
      type: 'reply',
      sender: by,
      recipient: { identity: to, encryption: await importEncryptionPublic(replyKey) },
      id: newMessageId(),
      number: 1,
      issuedAt: new Date(),
      expiresAt: new Date(Date.now() + HOUR),
      inReplyTo: await sha256Hex(request),
      body,
    });
  }
}

type PostMessage = ReturnType<typeof PostMessage.parse>;

/** The proxy's contract with every hand on the wire: each method may be replaced by a hostile one. */
export class WireProxy {
  readonly requests: HttpRequest[] = [];
  #nonce = randomToken();

  constructor(
    readonly quarantine: Quarantine,
    readonly device: IdentityKey,
  ) {}

  bundle = (): Promise<string> => this.quarantine.bundle();
  take = (message: PostMessage): Promise<void> => this.quarantine.receive(message, this.device);
  give = async (id: string): Promise<string | undefined> => this.quarantine.replies.get(id);
  answer = (answer: { status: number; text: string }): { status: number; text: string } => answer;

  async handle(origin: string, request: HttpRequest): Promise<HttpAnswer> {
    this.requests.push(request);
    const { status, text } = this.answer(await this.#route(origin, request));
    this.#nonce = randomToken();
    const nonce = this.#nonce;
    return { status, text, header: (name) => (name === 'dq0-nonce' ? nonce : undefined) };
  }

  async #route(origin: string, request: HttpRequest): Promise<{ status: number; text: string }> {
    const { pathname } = new URL(request.url);
    if (pathname === '/v1/platform') return { status: 200, text: JSON.stringify({ bundle: await this.bundle() }) };
    if (pathname === '/v1/messages') {
      const message = PostMessage.parse(JSON.parse(request.body ?? ''));
      await this.take(message);
      return { status: 202, text: JSON.stringify({ id: readOuter(message.envelope).id }) };
    }
    const proof = request.headers['authorization']?.replace('DQ0 ', '') ?? '';
    const isNonce = (nonce: string): boolean => nonce === this.#nonce;
    await verifyProof(proof, this.device.publicKey, { typ: 'dq0-subscribe', origin, isNonce, now: new Date() });
    const id = pathname.split('/')[3] ?? '';
    const envelope = await this.give(id);
    return envelope === undefined ? { status: 204, text: '' } : { status: 200, text: JSON.stringify({ id, envelope }) };
  }
}
