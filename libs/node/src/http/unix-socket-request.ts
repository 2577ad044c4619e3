import { Agent, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { parseJson, readBody } from './read-body.ts';

export interface UnixSocketRequest {
  readonly socketPath: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Path and query, percent-encoded. */
  readonly path: string;
  /** Sent as JSON; nothing is sent when it is undefined. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds for the whole exchange, a long poll's wait included. 30,000 unless given. */
  readonly timeoutMs?: number;
  /** Most bytes of an answer. 16 MiB unless given. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
}

export interface UnixSocketAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body as JSON; throws `BodyError` when it is not. */
  json(): unknown;
}

/** The other side is not there, closed the connection or was too slow. `sent` is false when it cannot have seen the request. */
export class UnixSocketError extends Error {
  override readonly name = 'UnixSocketError';
  readonly code: 'SOCKET_UNREACHABLE' | 'SOCKET_TIMEOUT' | 'SOCKET_ABORTED';
  readonly sent: boolean;

  constructor(code: UnixSocketError['code'], message: string, sent: boolean, cause: unknown) {
    super(message, { cause });
    this.code = code;
    this.sent = sent;
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 64, maxFreeSockets: 8 });

/** One request to an HTTP server on a Unix socket, over a kept connection. Every status is an answer, not an error. */
export async function requestOverUnixSocket(options: UnixSocketRequest): Promise<UnixSocketAnswer> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 30_000);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const state = { connected: false, reused: false };
  try {
    return await exchange(options, signal, state);
  } catch (error) {
    // A kept connection that the server had closed meanwhile: the request was never read, so it goes out once more.
    if (state.reused && ['ECONNRESET', 'EPIPE'].includes(codeOf(error) ?? '') && !signal.aborted) {
      return await exchange(options, signal, state).catch((second: unknown) => fail(second, options, timeout, state));
    }
    return fail(error, options, timeout, state);
  }
}

async function exchange(
  options: UnixSocketRequest,
  signal: AbortSignal,
  state: { connected: boolean; reused: boolean },
): Promise<UnixSocketAnswer> {
  const payload = options.body === undefined ? undefined : Buffer.from(JSON.stringify(options.body));
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request({
      agent,
      socketPath: options.socketPath,
      method: options.method,
      path: options.path,
      signal,
      headers: {
        ...options.headers,
        host: 'localhost',
        ...(payload ? { 'content-type': 'application/json', 'content-length': payload.length } : {}),
      },
    });
    outgoing.on('socket', (socket) => {
      state.reused = outgoing.reusedSocket;
      if (!socket.connecting) state.connected = true;
      else socket.once('connect', () => (state.connected = true));
    });
    outgoing.on('response', resolve).on('error', reject).end(payload);
  });
  const body = await readBody(response as AsyncIterable<Uint8Array>, options.maxBytes ?? 16 * 1024 * 1024);
  return { status: response.statusCode ?? 0, headers: response.headers, body, json: () => parseJson(body) };
}

function fail(
  error: unknown,
  options: UnixSocketRequest,
  timeout: AbortSignal,
  state: { readonly connected: boolean },
): never {
  if (options.signal?.aborted)
    throw new UnixSocketError('SOCKET_ABORTED', 'The request was given up.', state.connected, error);
  if (timeout.aborted) throw new UnixSocketError('SOCKET_TIMEOUT', 'No answer in time.', state.connected, error);
  if (codeOf(error) === undefined || codeOf(error) === 'BODY_TOO_LARGE') throw error;
  throw new UnixSocketError('SOCKET_UNREACHABLE', 'The other side cannot be reached.', state.connected, error);
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : undefined;
}
