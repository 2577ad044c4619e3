import { spawn, type ChildProcess } from 'node:child_process';
import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import path from 'node:path';
import { checkout, type Quarantine } from './quarantine.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON. */
  json<T = Record<string, unknown>>(): T;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is a text or bytes. */
  readonly body?: unknown;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** `dq0 server start` or `dq0 studio` as a process of its own, and requests to it with every header under control. */
export class GatewayProcess {
  readonly #child: ChildProcess;
  readonly announced: Readonly<Record<string, string>>;
  readonly stderr: () => string;

  private constructor(child: ChildProcess, announced: Readonly<Record<string, string>>, stderr: () => string) {
    this.#child = child;
    this.announced = announced;
    this.stderr = stderr;
  }

  static start({ home }: Quarantine, words: readonly string[]): Promise<GatewayProcess> {
    const env = { ...process.env, DQ0_HOME: home, NO_COLOR: '1' };
    const child = spawn(path.join(checkout, 'dq0'), [...words, '--json'], { cwd: checkout, env });
    let [stdout, stderr] = ['', ''];
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
    return new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`dq0 ${words.join(' ')} ended with ${code}:\n${stdout}${stderr}`)));
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString('utf8');
        if (stdout.includes('\n')) {
          resolve(new GatewayProcess(child, JSON.parse(stdout) as Record<string, string>, () => stderr));
        }
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get port(): number {
    return Number(new URL(this.announced['url'] ?? '').port);
  }

  /** @returns its exit code, and how long it took to end, milliseconds */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<{ exit: number | null; took: number }> {
    const began = performance.now();
    const ended = new Promise<number | null>((resolve) => this.#child.once('exit', resolve));
    this.#child.kill(signal);
    return { exit: await ended, took: performance.now() - began };
  }

  /** One request to 127.0.0.1; `host` is what a browser would send for localhost, unless told otherwise. */
  ask(address: string, { method = 'GET', headers = {}, body }: Ask = {}): Promise<Answer> {
    const isRaw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
    const text = isRaw ? body : JSON.stringify(body);
    const all = {
      host: `localhost:${this.port}`,
      ...(text === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
      ...headers,
    };
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.port, path: address, method, headers: all, agent };
      const sent = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const received = Buffer.concat(chunks).toString('utf8');
          const json = <T>(): T => JSON.parse(received) as T;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: received, json });
        });
      });
      sent.once('upgrade', (response, socket) => {
        socket.destroy();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: '', json: <T>() => ({}) as T });
      });
      sent.once('error', reject);
      sent.end(text);
    });
  }
}
