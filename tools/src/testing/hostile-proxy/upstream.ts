import { Agent, request, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Answer, type Passing } from './passing.ts';

/** Headers that belong to one connection and not to what passes. */
const HOP = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date', 'upgrade']);

/** The real proxy behind the hostile one. */
export class Upstream {
  readonly #url: URL;
  readonly #agent = new Agent({ keepAlive: true });

  /** @param origin loopback origin of the real proxy */
  constructor(origin: string) {
    this.#url = new URL(origin);
  }

  send({ method, path, headers, body }: Passing, signal?: AbortSignal): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = {
        host: this.#url.hostname,
        port: this.#url.port,
        agent: this.#agent,
        method,
        path,
        headers: { ...headers, ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }) },
        ...(signal === undefined ? {} : { signal }),
      };
      const asked = request(options, (response) => {
        textOf(response).then(
          (text) => resolve({ status: response.statusCode ?? 502, headers: plainHeaders(response), body: text }),
          reject,
        );
      });
      asked.once('error', reject);
      asked.end(body);
    });
  }

  /** Joins a WebSocket's two ends; what goes through is neither read nor changed. */
  tunnel(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { method, url, headers } = incoming;
    const outgoing: OutgoingHttpHeaders = { ...headers, host: this.#url.host };
    const asked = request({
      host: this.#url.hostname,
      port: this.#url.port,
      method,
      path: url,
      headers: outgoing,
    });
    const end = (): void => void socket.destroy();
    asked.once('error', end);
    socket.once('error', () => asked.destroy());
    asked.once('response', (response) => {
      socket.write(rawHead(response));
      response.pipe(socket);
    });
    asked.once('upgrade', (response, upstream, rest) => {
      socket.write(rawHead(response));
      socket.write(rest);
      upstream.write(head);
      upstream.once('error', end);
      upstream.once('close', end);
      socket.once('close', () => upstream.destroy());
      upstream.pipe(socket).pipe(upstream);
    });
    asked.end();
  }

  close(): void {
    this.#agent.destroy();
  }
}

export async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

export function plainHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      HOP.has(name) || typeof value !== 'string' ? [] : [[name, value] as const],
    ),
  );
}

function rawHead({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${statusCode ?? 502} ${statusMessage ?? ''}`];
  for (let at = 0; at < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
