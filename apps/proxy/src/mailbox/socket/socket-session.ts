import type { Socket } from 'node:net';
import { readOuter } from '@dq0/encryption/verify';
import { SocketFromClient, type SocketFromProxy } from '@dq0/protocol';
import type { RawData, WebSocket } from 'ws';
import type { z } from 'zod';
import type { Limits } from '../../limits/index.ts';
import { ProxyError, toProxyError } from '../../problems/index.ts';
import type { AcceptMessage } from '../accept-message.ts';
import type { Arrivals } from '../arrivals.ts';
import type { ReplyRepository } from '../reply.repository.ts';

type Frame = z.input<typeof SocketFromProxy>;

/** Messages of one socket that are being verified and stored; further ones wait in the connection. */
const mostAtOnce = 32;
/** Replies read from the store at a time. */
const repliesAtOnce = 16;

export interface SessionParts {
  readonly accept: AcceptMessage;
  readonly replies: ReplyRepository;
  readonly arrivals: Arrivals;
  readonly limits: Limits;
}

export interface SessionOptions {
  /** Thumbprint whose mailbox is pushed. */
  readonly mailbox: string;
  /** Replies up to this cursor were seen before. */
  readonly cursor: number;
  /** What counts as the client's network address. */
  readonly address: string;
}

/** One client's socket: takes messages, pushes replies in order, never holding more than it can send. */
export class SocketSession {
  readonly #socket: WebSocket;
  readonly #parts: SessionParts;
  readonly #options: SessionOptions;
  readonly #forget: () => void;
  #cursor: number;
  #atOnce = 0;
  #pushing = false;
  #pushAgain = false;
  #received = 0;
  #alive = true;

  constructor(socket: WebSocket, connection: Socket, parts: SessionParts, options: SessionOptions) {
    this.#socket = socket;
    this.#parts = parts;
    this.#options = options;
    this.#cursor = options.cursor;
    this.#forget = parts.arrivals.listen(options.mailbox, () => this.#wake());
    connection.on('data', (chunk: Buffer) => this.#countReceived(chunk.length));
    socket.on('message', (data, isBinary) => this.#take(data, isBinary));
    socket.on('pong', () => (this.#alive = true));
    socket.on('close', () => this.#end());
    socket.on('error', () => socket.terminate());
    this.#wake();
  }

  /** Sends a ping, or ends a socket that did not answer the last one. */
  ping(): void {
    if (!this.#alive) return this.#socket.terminate();
    this.#alive = false;
    this.#socket.ping();
  }

  close(): void {
    this.#socket.close(1001, 'The proxy stops.');
  }

  /** A frame counts while it arrives, so that many half-sent ones cannot fill the memory. */
  #countReceived(bytes: number): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#parts.limits.memory.take(this.#options.address, bytes)) this.#received += bytes;
    else this.#socket.terminate();
  }

  #releaseReceived(): void {
    this.#parts.limits.memory.give(this.#options.address, this.#received);
    this.#received = 0;
  }

  #take(data: RawData, isBinary: boolean): void {
    const bytes = this.#received;
    this.#received = 0;
    this.#atOnce += 1;
    if (this.#atOnce >= mostAtOnce) this.#socket.pause();
    void this.#answer(data, isBinary).finally(() => {
      this.#parts.limits.memory.give(this.#options.address, bytes);
      this.#atOnce -= 1;
      if (this.#socket.isPaused) this.#socket.resume();
    });
  }

  async #answer(data: RawData, isBinary: boolean): Promise<void> {
    let id: string | null = null;
    try {
      this.#parts.limits.countAddress(this.#options.address);
      const { envelope, key } = parseFrame(data, isBinary);
      const accepted = await this.#parts.accept.accept({ envelope, key }).catch((error: unknown) => {
        id = claimedId(envelope);
        throw error;
      });
      await this.#send({ type: 'accepted', id: accepted.id });
    } catch (error) {
      await this.#send({ type: 'refused', id, problem: toProxyError(error).problem });
    }
  }

  #wake(): void {
    if (this.#pushing) this.#pushAgain = true;
    // A store that cannot be read ends this socket, not the process: the client resumes by cursor.
    else this.#push().catch(() => this.#socket.terminate());
  }

  /** Sends what lies in the mailbox, waiting for each frame to leave before the next page is read. */
  async #push(): Promise<void> {
    this.#pushing = true;
    do {
      this.#pushAgain = false;
      for (const reply of this.#parts.replies.after(this.#options.mailbox, this.#cursor, repliesAtOnce)) {
        if (!(await this.#send({ type: 'reply', ...reply }))) return;
        this.#cursor = reply.cursor;
        this.#pushAgain = true;
      }
    } while (this.#pushAgain);
    this.#pushing = false;
  }

  /** Resolves when the frame has left this process; false when the socket has gone. */
  #send(frame: Frame): Promise<boolean> {
    if (this.#socket.readyState !== this.#socket.OPEN) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.#socket.send(JSON.stringify(frame), (error) => resolve(!error));
    });
  }

  #end(): void {
    this.#forget();
    this.#releaseReceived();
  }
}

/** The id that the envelope claims, so that a refusal can be matched to its message; null when it cannot be read. */
function claimedId(envelope: string): string | null {
  try {
    return readOuter(envelope).id;
  } catch {
    return null;
  }
}

function parseFrame(data: RawData, isBinary: boolean): z.output<typeof SocketFromClient> {
  try {
    if (isBinary) throw new TypeError('Frames are text.');
    return SocketFromClient.parse(JSON.parse((data as Buffer).toString('utf8')));
  } catch (error) {
    throw new ProxyError('BODY_INVALID', { cause: error });
  }
}
