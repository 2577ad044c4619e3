import path from 'node:path';
import type { ChildOptions } from './child-process.ts';
import type { DemoConfig } from './config/demo-config.ts';
import { redisSocket } from './redis.ts';
import type { StateFolder } from './state-folder.ts';

/** MiB of each half of the young generation: 70 MiB less than by default stay in use in all, and nothing gets slower. */
const YOUNG = '--max-semi-space-size=8';

export type ProcessName = 'redis' | 'proxy' | 'platform' | 'service';

/** How each process of one quarantine is started: program, environment, log. */
export class QuarantineProcesses {
  readonly #config: DemoConfig;
  readonly #state: StateFolder;
  readonly origin: string;
  readonly #port: number;
  #platform = '';

  /** @param origin where platform and clients dial, when that is not the proxy's own port */
  constructor(config: DemoConfig, state: StateFolder, port: number, origin = `http://127.0.0.1:${port}`) {
    this.#config = config;
    this.#state = state;
    this.#port = port;
    this.origin = origin;
  }

  /** The platform's thumbprint: the one setting that the proxy needs to know whose messages it carries. */
  pinPlatform(thumbprint: string): void {
    this.#platform = thumbprint;
  }

  readonly serviceSocket = (): string => path.join(this.#state.folder('run', 'service'), 'service.sock');
  readonly redisUrl = (): string => this.#config.redisUrl ?? `unix:${redisSocket(this.#state)}`;
  readonly mailFolder = (): string => this.#state.folder('mail');
  readonly dataRoot = (): string => this.#state.folder('data');
  readonly proxyDatabase = (): string => path.join(this.#state.folder('proxy'), 'proxy.sqlite');
  readonly plugin = (name: string): string => path.join(this.#config.checkout, 'apps', 'plugins', name);
  readonly runtimes = (): string => path.join(this.#state.cache, 'runtimes');

  environment(name: Exclude<ProcessName, 'redis'>): Record<string, string> {
    const of = {
      proxy: {
        DQ0_PROXY_HOST: '127.0.0.1',
        DQ0_PROXY_PORT: String(this.#port),
        DQ0_PROXY_ORIGIN: this.origin,
        DQ0_PROXY_DATABASE: this.proxyDatabase(),
        DQ0_PROXY_PLATFORM: this.#platform,
      },
      platform: {
        DQ0_PLATFORM_HOME: this.#state.folder('platform'),
        DQ0_PLATFORM_PROXIES: this.origin,
        DQ0_SERVICE_SOCKET: this.serviceSocket(),
        DQ0_REDIS_URL: this.redisUrl(),
        DQ0_MAIL_FOLDER: this.mailFolder(),
      },
      service: {
        DQ0_SERVICE_HOME: this.#state.folder('service'),
        DQ0_SERVICE_SOCKET: this.serviceSocket(),
        DQ0_DATA_ROOT: this.dataRoot(),
        DQ0_REDIS_URL: this.redisUrl(),
        DQ0_PLUGINS: this.plugin('sql'),
        DQ0_RUNTIMES: this.runtimes(),
        DQ0_SERVICE_SAMPLE_ONLY: 'census',
      },
    }[name];
    return { ...this.#config.inherited, ...of };
  }

  /** The built entry of a process; further words choose another of its commands. */
  command(name: Exclude<ProcessName, 'redis'>, entry = 'main.js'): { command: string; args: string[] } {
    return { command: process.execPath, args: [YOUNG, path.join(this.#config.checkout, 'apps', name, 'dist', entry)] };
  }

  child(name: Exclude<ProcessName, 'redis'>): ChildOptions {
    return {
      ...this.command(name),
      env: this.environment(name),
      log: path.join(this.#state.folder('logs'), `${name}.log`),
      announces: true,
    };
  }
}
