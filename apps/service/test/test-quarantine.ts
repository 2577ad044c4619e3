import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLogger } from '@dq0/node/logging';
import type { DatasetDefinitionInput } from '@dq0/protocol';
import { parse } from 'yaml';
import { BuilderConfig, ServiceConfig } from '../src/config/index.ts';
import { createService, type RunningService } from '../src/create-service.ts';
import { buildAll } from '../src/runtimes/build-all.ts';
import { buildRuntime, DRIVERS_BUILD } from '../src/runtimes/index.ts';
import { inherited } from './config/inherited.ts';
import { TestPlatform } from './test-platform.ts';

const checkout = path.resolve(import.meta.dirname, '..', '..', '..');
export const probeFolder = path.resolve(import.meta.dirname, '..', 'fixtures', 'probe');
/** Environments are kept between test runs, where the demo keeps its own. */
export const runtimes = inherited['DQ0_RUNTIMES'] ?? path.join(checkout, '.dq0', 'cache', 'runtimes');

export function censusDefinition(): DatasetDefinitionInput {
  return parse(readFileSync(path.join(checkout, 'data', 'adult', 'census.yaml'), 'utf8')) as DatasetDefinitionInput;
}

/** A state folder, a data root with the census, Redis and a service of its own. Ends and removes all of it. */
export class TestQuarantine {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'dq0-service-'));
  readonly environment: Record<string, string>;
  readonly logs: string[] = [];
  #redis: ChildProcess | undefined;
  #process: ChildProcess | undefined;
  #service: RunningService | undefined;

  constructor(changes: Record<string, string> = {}) {
    const redis = path.join(this.folder, 'redis.sock');
    this.environment = {
      PATH: inherited['PATH'] ?? '',
      DQ0_SERVICE_HOME: path.join(this.folder, 'home'),
      DQ0_SERVICE_SOCKET: path.join(this.folder, 'run', 's.sock'),
      DQ0_DATA_ROOT: path.join(this.folder, 'data'),
      DQ0_REDIS_URL: `unix:${redis}`,
      DQ0_PLUGINS: path.join(this.folder, 'plugins'),
      DQ0_RUNTIMES: runtimes,
      DQ0_SERVICE_WARM: '1',
      ...changes,
    };
    mkdirSync(path.join(this.folder, 'data'));
    copyFileSync(path.join(checkout, 'data', 'adult', 'adult.data'), path.join(this.folder, 'data', 'adult.data'));
    cpSync(probeFolder, path.join(this.folder, 'plugins', 'probe'), { recursive: true });
  }

  get config(): ServiceConfig {
    return new ServiceConfig(this.environment);
  }

  static async buildRuntimes(): Promise<void> {
    const config = new BuilderConfig({ ...inherited, DQ0_RUNTIMES: runtimes });
    await buildAll([probeFolder], config, (text) => process.stderr.write(`${text}\n`));
    await buildRuntime(DRIVERS_BUILD, config, (text) => process.stderr.write(`${text}\n`));
  }

  async startRedis(): Promise<void> {
    const socket = path.join(this.folder, 'redis.sock');
    const words = ['--port', '0', '--unixsocket', socket, '--dir', this.folder, '--save', '', '--appendonly', 'no'];
    const redis = spawn('redis-server', [...words, '--maxmemory-policy', 'noeviction'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#redis = redis;
    await new Promise<void>((resolve, reject) => {
      redis.once('error', reject).once('exit', () => reject(new Error('redis-server did not start.')));
      redis.stdout.on('data', (data: Buffer) => data.includes('eady to accept connections') && resolve());
    });
  }

  async stopRedis(): Promise<void> {
    await end(this.#redis, 'SIGKILL');
    this.#redis = undefined;
  }

  /** The service inside this process. */
  async startService(): Promise<RunningService> {
    const stream = { write: (line: string) => this.logs.push(line) };
    this.#service = await createService(this.config, createLogger({ process: 'service', level: 'debug', stream }));
    return this.#service;
  }

  /** The service as a process of its own, from what was built, so that it can be killed. */
  async spawnService(): Promise<ChildProcess> {
    const entry = path.resolve(import.meta.dirname, '..', 'dist', 'main.js');
    const service = spawn(process.execPath, [entry], { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = service;
    service.stderr.on('data', (data: Buffer) => this.logs.push(data.toString()));
    await new Promise<void>((resolve, reject) => {
      service.once('exit', (code) => reject(new Error(`The service ended (${code}): ${this.logs.join('')}`)));
      service.stdout.on('data', (data: Buffer) => data.includes('"ready":true') && resolve());
    });
    return service;
  }

  async killService(): Promise<void> {
    await end(this.#process, 'SIGKILL');
    this.#process = undefined;
  }

  async stopService(): Promise<void> {
    await this.#service?.stop();
    this.#service = undefined;
  }

  platform(known?: TestPlatform): Promise<TestPlatform> {
    return TestPlatform.open(this.config.socket, this.config.redisUrl, known?.identity);
  }

  async close(): Promise<void> {
    await this.stopService();
    await end(this.#process, 'SIGTERM');
    await this.stopRedis();
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child?.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}
