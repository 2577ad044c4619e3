import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { MemoryBudget } from '../../limits/index.ts';
import { Arrivals } from '../arrivals.ts';
import type { StoredReply } from '../reply.repository.ts';
import { SocketSession, type SessionParts } from './socket-session.ts';

/** A socket whose frames leave only when the test lets them. */
class SlowSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  readonly sent: string[] = [];
  readonly #left: ((error?: Error) => void)[] = [];
  readonly terminate = vi.fn(() => this.emit('close'));
  readonly ping = vi.fn();
  isPaused = false;

  send(frame: string, left: (error?: Error) => void): void {
    this.sent.push(frame);
    this.#left.push(left);
  }

  leave(): void {
    this.#left.shift()?.();
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }
}

function open(stored: readonly StoredReply[], accept = vi.fn(() => Promise.resolve({ id: 'a' }))) {
  const socket = new SlowSocket();
  const connection = new EventEmitter() as unknown as Socket;
  const arrivals = new Arrivals();
  const reads: number[] = [];
  const parts = {
    accept: { accept },
    arrivals,
    limits: { memory: new MemoryBudget(4000), countAddress: vi.fn() },
    replies: {
      after: (_mailbox: string, cursor: number, limit: number) => {
        reads.push(cursor);
        return stored.filter((reply) => reply.cursor > cursor).slice(0, limit);
      },
    },
  };
  const options = { mailbox: 'm', cursor: 0, address: '127.0.0.1' };
  const session = new SocketSession(
    socket as unknown as WebSocket,
    connection,
    parts as unknown as SessionParts,
    options,
  );
  return { socket, connection, arrivals, parts, session, reads };
}
const replies = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ cursor: index + 1, id: `${index}`, envelope: 'e' }));
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('SocketSession', () => {
  it('hands over one reply after another, and reads no page before the last one has left', async () => {
    const { socket, reads } = open(replies(40));
    await turn();
    expect(socket.sent).toHaveLength(1);
    for (let count = 0; count < 15; count += 1) {
      socket.leave();
      await turn();
    }
    expect(socket.sent).toHaveLength(16);
    expect(reads).toEqual([0]);
    socket.leave();
    await turn();
    expect(reads).toEqual([0, 16]);
  });

  it('sends nothing twice when much arrives at once', async () => {
    const stored = replies(2);
    const { socket, arrivals } = open(stored);
    for (let count = 0; count < 5; count += 1) arrivals.announce('m');
    for (let count = 0; count < 8; count += 1) {
      socket.leave();
      await turn();
    }
    expect(socket.sent).toHaveLength(2);
    stored.push({ cursor: 3, id: '2', envelope: 'e' });
    arrivals.announce('m');
    await turn();
    expect(socket.sent).toHaveLength(3);
  });

  it('stops reading from a client that has many messages in work, and goes on when they are done', async () => {
    const { promise, resolve } = Promise.withResolvers<{ id: string }>();
    const { socket } = open(
      [],
      vi.fn(() => promise),
    );
    const frame = Buffer.from(
      JSON.stringify({ type: 'message', envelope: 'e', key: { kty: 'RSA', n: 'n', e: 'AQAB' } }),
    );
    for (let count = 0; count < 31; count += 1) socket.emit('message', frame, false);
    expect(socket.isPaused).toBe(false);
    socket.emit('message', frame, false);
    expect(socket.isPaused).toBe(true);
    resolve({ id: 'a' });
    await turn();
    socket.leave();
    await turn();
    expect(socket.isPaused).toBe(false);
  });

  it('counts what it receives against the memory until it is answered, and gives all back at the end', async () => {
    const { socket, connection, parts } = open([]);
    connection.emit('data', Buffer.alloc(600));
    expect(parts.limits.memory.held).toBe(600);
    socket.emit('message', Buffer.from('{}'), false);
    await turn();
    socket.leave();
    await turn();
    expect(parts.limits.memory.held).toBe(0);
    connection.emit('data', Buffer.alloc(900));
    connection.emit('data', Buffer.alloc(900));
    expect(socket.terminate).toHaveBeenCalledOnce();
    expect(parts.limits.memory.held).toBe(0);
  });

  it('ends a socket that does not answer a ping', () => {
    const { socket, session } = open([]);
    session.ping();
    socket.emit('pong');
    session.ping();
    expect(socket.terminate).not.toHaveBeenCalled();
    session.ping();
    expect(socket.terminate).toHaveBeenCalledOnce();
  });
});
