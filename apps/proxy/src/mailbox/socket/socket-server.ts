import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { NONCE_HEADER } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { WebSocketServer } from 'ws';
import { ProxyConfig } from '../../config/index.ts';
import { addressKey, Limits, MESSAGE_BODY_BYTES } from '../../limits/index.ts';
import { answerRaw, ProxyError, toProxyError } from '../../problems/index.ts';
import { Nonces, proofOfHeaders, Proofs, type ClientProof } from '../../proofs/index.ts';
import { AcceptMessage } from '../accept-message.ts';
import { Arrivals } from '../arrivals.ts';
import { ReplyRepository } from '../reply.repository.ts';
import { SocketSession } from './socket-session.ts';

const pingEvery = 30_000;
const mostOfOneKey = 8;

/**
 * `WS /v1/socket`. A client is known before the upgrade is granted: `authorization: DQ0 <proof>` or, where headers
 * cannot be set, `?proof=<proof>`; typ dq0-subscribe, and its cursor resumes after the replies seen before.
 */
@Injectable()
export class SocketServer {
  readonly #config: ProxyConfig;
  readonly #limits: Limits;
  readonly #nonces: Nonces;
  readonly #proofs: Proofs;
  readonly #accept: AcceptMessage;
  readonly #replies: ReplyRepository;
  readonly #arrivals: Arrivals;
  readonly #sessions = new Set<SocketSession>();
  readonly #ofKey = new Map<string, number>();
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_BODY_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
  });
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    config: ProxyConfig,
    limits: Limits,
    nonces: Nonces,
    proofs: Proofs,
    accept: AcceptMessage,
    replies: ReplyRepository,
    arrivals: Arrivals,
  ) {
    this.#config = config;
    this.#limits = limits;
    this.#nonces = nonces;
    this.#proofs = proofs;
    this.#accept = accept;
    this.#replies = replies;
    this.#arrivals = arrivals;
  }

  /** Open sockets. */
  get size(): number {
    return this.#sessions.size;
  }

  attach(server: Server): void {
    this.#server.on('headers', (headers) => headers.push(`${NONCE_HEADER}: ${this.#nonces.issue()}`));
    this.#server.on('wsClientError', (_error, connection) => {
      answerRaw(connection, new ProxyError('METHOD_UNKNOWN'), this.#nonces.issue());
    });
    server.on('upgrade', (request, connection: Socket, head) => {
      connection.on('error', () => connection.destroy());
      this.#upgrade(request, connection, head).catch((error: unknown) => {
        answerRaw(connection, toProxyError(error), this.#nonces.issue());
      });
    });
    this.#timer = setInterval(() => {
      for (const session of this.#sessions) session.ping();
    }, pingEvery);
  }

  /** Tells every client that the proxy stops; they resume by cursor elsewhere or later. */
  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    for (const session of this.#sessions) session.close();
  }

  async #upgrade(request: IncomingMessage, connection: Socket, head: Buffer): Promise<void> {
    const address = addressKey(clientAddress(request, this.#config.behindProxy));
    this.#limits.countAddress(address);
    const [path, query] = (request.url ?? '').split('?', 2);
    if (path !== '/v1/socket') throw new ProxyError('ROUTE_UNKNOWN');
    this.#requireRoom();
    const { mailbox, cursor } = await this.#proofs.ofClient(proofOf(request, new URLSearchParams(query)));
    if ((this.#ofKey.get(mailbox) ?? 0) >= mostOfOneKey) throw new ProxyError('RATE_LIMITED', { retryAfter: 30 });
    this.#requireRoom();
    this.#server.handleUpgrade(request, connection, head, (socket) => {
      const session = new SocketSession(socket, connection, this.#parts, { mailbox, cursor, address });
      this.#count(session, mailbox, 1);
      socket.on('close', () => this.#count(session, mailbox, -1));
    });
  }

  #requireRoom(): void {
    if (this.#closed || this.#sessions.size >= this.#config.sockets) throw new ProxyError('BUSY', { retryAfter: 5 });
  }

  get #parts() {
    return { accept: this.#accept, replies: this.#replies, arrivals: this.#arrivals, limits: this.#limits };
  }

  #count(session: SocketSession, mailbox: string, change: 1 | -1): void {
    if (change === 1) this.#sessions.add(session);
    else this.#sessions.delete(session);
    const open = (this.#ofKey.get(mailbox) ?? 0) + change;
    if (open > 0) this.#ofKey.set(mailbox, open);
    else this.#ofKey.delete(mailbox);
  }
}

function proofOf(request: IncomingMessage, query: URLSearchParams): ClientProof {
  const inHeaders = proofOfHeaders(request.headers);
  return {
    proof: inHeaders.proof ?? query.get('proof') ?? undefined,
    key: inHeaders.key ?? query.get('key') ?? undefined,
  };
}

/** Behind a reverse proxy the last entry is the one that it wrote; earlier ones are whatever the client claimed. */
function clientAddress(request: IncomingMessage, behindProxy: boolean): string {
  const forwarded =
    String(request.headers['x-forwarded-for'] ?? '')
      .split(',')
      .at(-1)
      ?.trim() ?? '';
  return behindProxy && forwarded !== '' ? forwarded : (request.socket.remoteAddress ?? '');
}
