import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IdentityKey } from '@dq0/encryption';
import { createLogger } from '@dq0/node/logging';
import { Clock, ProxyConfig } from '../src/config/index.ts';
import { createProxy, type RunningProxy } from '../src/create-proxy.ts';
import { migrateDatabase } from '../src/database/index.ts';
import { makeBundle, prove, type TestPlatform } from './parties.ts';

/** The public origin of the proxies under test; proofs name it, wherever the port is. */
export const ORIGIN = 'https://proxy.test';

/** A clock that stands where it is put. */
export class FakeClock extends Clock {
  #ahead = 0;

  override now(): number {
    return Date.now() + this.#ahead;
  }

  advance(milliseconds: number): void {
    this.#ahead += milliseconds;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
  readonly nonce: string;
}

/** A proxy of the real parts on a free port and a file of its own, with the calls that its two kinds of callers make. */
export class TestProxy {
  readonly platform: TestPlatform;
  readonly running: RunningProxy;
  readonly clock: FakeClock;
  readonly logs: string[];
  readonly folder: string;
  readonly port: number;

  private constructor(parts: Pick<TestProxy, 'platform' | 'running' | 'clock' | 'logs' | 'folder' | 'port'>) {
    this.platform = parts.platform;
    this.running = parts.running;
    this.clock = parts.clock;
    this.logs = parts.logs;
    this.folder = parts.folder;
    this.port = parts.port;
  }

  static async start(
    platform: TestPlatform,
    environment: Record<string, string> = {},
    folder?: string,
  ): Promise<TestProxy> {
    const home = folder ?? mkdtempSync(join(tmpdir(), 'dq0-proxy-'));
    const config = new ProxyConfig({
      DQ0_PROXY_ORIGIN: ORIGIN,
      DQ0_PROXY_DATABASE: join(home, 'proxy.sqlite'),
      DQ0_PROXY_PLATFORM: platform.identity.thumbprint,
      ...environment,
    });
    migrateDatabase(config.database);
    const logs: string[] = [];
    const logger = createLogger({
      process: 'proxy',
      level: 'debug',
      stream: { write: (line: string) => logs.push(line) },
    });
    const clock = new FakeClock();
    const running = await createProxy({ config, logger, clock });
    const port = await running.listen(0, '127.0.0.1');
    return new TestProxy({ platform, running, clock, logs, folder: home, port });
  }

  /** Stops and removes the file; `keep` leaves it for another proxy. */
  async stop(keep = false): Promise<void> {
    await this.running.stop();
    if (!keep) rmSync(this.folder, { recursive: true });
  }

  async call(method: string, path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, { method, ...init });
    const text = await response.text();
    const json = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    const body: unknown = json && text !== '' ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body, nonce: response.headers.get('dq0-nonce') ?? '' };
  }

  postJson(path: string, body: unknown): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return this.call('POST', path, { body: text, headers: { 'content-type': 'application/json' } });
  }

  post(envelope: string, key: IdentityKey): Promise<Answer> {
    return this.postJson('/v1/messages', { envelope, key: key.publicJwk });
  }

  async nonce(): Promise<string> {
    return (await this.call('GET', '/v1/platform')).nonce;
  }

  async pullProof(cursor?: number, identity: IdentityKey = this.platform.identity): Promise<string> {
    return prove('dq0-pull', identity, {
      origin: ORIGIN,
      nonce: await this.nonce(),
      cursor,
      issuedAt: this.clock.now(),
    });
  }

  async pull(cursor?: number, more: { limit?: number; waitSeconds?: number } = {}): Promise<Answer> {
    return this.postJson('/v1/platform/pull', {
      proof: await this.pullProof(cursor),
      limit: 100,
      waitSeconds: 0,
      ...more,
    });
  }

  async push(more: { replies?: unknown[]; bundle?: string }): Promise<Answer> {
    return this.postJson('/v1/platform/push', { proof: await this.pullProof(), replies: [], ...more });
  }

  async introducePlatform(number = 1): Promise<Answer> {
    return this.push({ bundle: await makeBundle(this.platform, number, this.clock.now()) });
  }

  async subscribeProof(device: IdentityKey, cursor?: number): Promise<string> {
    return prove('dq0-subscribe', device, {
      origin: ORIGIN,
      nonce: await this.nonce(),
      cursor,
      issuedAt: this.clock.now(),
    });
  }

  async readReply(device: IdentityKey, id: string, wait?: number): Promise<Answer> {
    const headers = { authorization: `DQ0 ${await this.subscribeProof(device)}` };
    return this.call('GET', `/v1/messages/${id}/reply${wait === undefined ? '' : `?wait=${wait}`}`, { headers });
  }
}
