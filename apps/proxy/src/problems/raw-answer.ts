import type { Duplex } from 'node:stream';
import { NONCE_HEADER } from '@dq0/protocol';
import type { ProxyError } from './proxy-error.ts';

/** Writes a refusal on a bare connection, where no framework answers: a broken request or a refused upgrade. */
export function answerRaw(socket: Duplex, error: ProxyError, nonce: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const body = JSON.stringify(error.problem);
  const head = [
    `HTTP/1.1 ${error.status} Refused`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `${NONCE_HEADER}: ${nonce}`,
    ...(error.retryAfter === undefined ? [] : [`retry-after: ${error.retryAfter}`]),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
