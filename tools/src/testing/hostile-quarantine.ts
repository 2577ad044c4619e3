import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { importIdentityKey, readBundleIdentity, signBundle, verifyBundle } from '@dq0/encryption';
import { PlatformAnswer } from '@dq0/protocol';
import { end, type RunningChild, startChild } from '../demo/child-process.ts';
import { CommandLine, type CommandOutcome } from '../demo/command-line.ts';
import { type DemoConfig, demoConfig } from '../demo/config/demo-config.ts';
import { freePort } from '../demo/free-port.ts';
import { QuarantineProcesses } from '../demo/quarantine-processes.ts';
import { findRedis, redisChild } from '../demo/redis.ts';
import { SampleAccounts } from '../demo/sample-accounts.ts';
import { StateFolder } from '../demo/state-folder.ts';
import type { AttackOptions } from './hostile-proxy/attack.ts';
import type { SwitchName } from './hostile-proxy/switches.ts';

export type { AttackOptions } from './hostile-proxy/attack.ts';
export { LURE } from './hostile-proxy/attacks/any-answer.ts';
export { SWITCH_NAMES, type SwitchName } from './hostile-proxy/switches.ts';

const run = promisify(execFile);
const DAY_MS = 24 * 3_600_000;

type Child = 'redis' | 'service' | 'proxy' | 'hostile' | 'platform';

/**
 * One quarantine whose only proxy is hostile: Redis, service, the real proxy, the hostile one before it, the platform,
 * and the three sample accounts, made while the proxy was still honest. Spoken to through its command line.
 */
export class HostileQuarantine {
  readonly #config: DemoConfig;
  readonly #state: StateFolder;
  readonly #processes: QuarantineProcesses;
  readonly #children = new Map<Child, RunningChild>();
  readonly #commands: CommandLine;
  readonly #upstream: string;

  private constructor(config: DemoConfig, state: StateFolder, ports: { proxy: number; hostile: number }) {
    this.#config = config;
    this.#state = state;
    this.#upstream = `http://127.0.0.1:${ports.proxy}`;
    this.#processes = new QuarantineProcesses(config, state, ports.proxy, `http://127.0.0.1:${ports.hostile}`);
    this.#commands = new CommandLine(config, state);
  }

  static async start(): Promise<HostileQuarantine> {
    const config = demoConfig();
    const proxy = await freePort(21_000);
    const hostile = await freePort(proxy + 1);
    const state = new StateFolder(mkdtempSync(path.join(tmpdir(), 'dq0-hostile-')), config.cache);
    const quarantine = new HostileQuarantine(config, state, { proxy, hostile });
    try {
      await quarantine.#start(hostile);
      return quarantine;
    } catch (error) {
      await quarantine.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    const marks = [...this.#children.values()].map(({ mark }) => mark);
    await end(marks.toReversed());
    rmSync(this.#state.home, { recursive: true, force: true });
  }

  get home(): string {
    return this.#state.home;
  }

  /** Runs the command line with `--json`, as one of the sample accounts or another profile. */
  dq0(profile: string, words: readonly string[], stdin = ''): Promise<CommandOutcome> {
    return this.#commands.run(profile, words, stdin);
  }

  password(account: 'admin' | 'owner' | 'scientist'): string {
    return this.#state.read(`demo/${account}.password`) ?? '';
  }

  get connection(): string {
    return (JSON.parse(this.#state.read('invitation.json') ?? '{}') as { connection: string }).connection;
  }

  /** Turns one switch on and all others off; null makes the proxy honest. @returns how often each has acted so far */
  async use(name: SwitchName | null, options: AttackOptions = {}): Promise<Readonly<Record<SwitchName, number>>> {
    return this.#control('PUT', '/switch', JSON.stringify({ name, options }));
  }

  acted(): Promise<Readonly<Record<SwitchName, number>>> {
    return this.#control('GET', '/acted');
  }

  /** Every text that the hostile proxy carried. */
  recording(): Buffer {
    return readFileSync(this.#recording);
  }

  /** The code in the newest mail to an address, once it is there. */
  mailedCode(email: string): string | undefined {
    const folder = this.#state.folder('mail');
    const mails = readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .sort()
      .map((name) => readFileSync(path.join(folder, name), 'utf8'));
    const mail = mails.findLast((text) => text.toLowerCase().includes(`to: ${email}`));
    return /^\s*Code:\s*(\S+)\s*$/im.exec(mail ?? '')?.[1];
  }

  /** Makes a profile ask for the platform's bundle again with its next command, as it does every hour. */
  forgetBundle(profile: string): void {
    const file = path.join('profiles', profile, 'platform.json');
    const pin = JSON.parse(this.#state.read(file) ?? '{}') as Record<string, unknown>;
    this.#state.write(file, JSON.stringify({ ...pin, fetchedAt: 0 }));
  }

  /** Ends the platform and starts it again: it then signs a bundle with a higher number. */
  async restartPlatform(): Promise<void> {
    await end([this.#children.get('platform')].flatMap((running) => running?.mark ?? []));
    await this.#launch('platform');
  }

  /** The newest bundle as the platform would have signed it two days ago: true in all but its time. */
  async expiredBundle(): Promise<string> {
    const answer = await fetch(`${this.#upstream}/v1/platform`);
    const { bundle } = PlatformAnswer.parse(await answer.json());
    const { thumbprint } = await readBundleIdentity(bundle);
    const now = Date.now();
    const content = await verifyBundle(bundle, thumbprint, { now: new Date(now) });
    const identity = await importIdentityKey(this.#state.read('platform/keys/identity.jwk') ?? '');
    const times = { issuedAt: new Date(now - 2 * DAY_MS), expiresAt: new Date(now - DAY_MS) };
    return signBundle({ ...content, ...times }, identity);
  }

  get #recording(): string {
    return path.join(this.#state.folder('recording'), 'carried.txt');
  }

  async #start(hostilePort: number): Promise<void> {
    if (this.#config.redisUrl === undefined) await this.#launch('redis');
    await this.#prepare();
    await Promise.all([this.#launch('service'), this.#launch('proxy')]);
    await this.#launch('hostile', hostilePort);
    await this.#launch('platform');
    await new SampleAccounts(this.#config, this.#state, this.#commands).setUp();
  }

  async #prepare(): Promise<void> {
    const processes = this.#processes;
    const init = processes.command('platform', path.join('admin-cli', 'main.js'));
    const words = ['init', '--admin', 'admin@example.org', '--proxy', processes.origin, '--json'];
    const invited = await run(init.command, [...init.args, ...words], { env: processes.environment('platform') });
    this.#state.write('invitation.json', invited.stdout);
    processes.pinPlatform((JSON.parse(invited.stdout) as { thumbprint: string }).thumbprint);
    const proxy = processes.command('proxy');
    await run(proxy.command, [...proxy.args, 'migrate'], { env: processes.environment('proxy') });
    const runtime = processes.command('service', path.join('runtimes', 'main.js'));
    await run(runtime.command, [...runtime.args, 'build', processes.plugin('sql')], {
      env: processes.environment('service'),
    });
  }

  async #launch(name: Child, port = 0): Promise<void> {
    const options =
      name === 'redis'
        ? redisChild(await findRedis(this.#state), this.#state, this.#config.inherited)
        : name === 'hostile'
          ? this.#hostileChild(port)
          : this.#processes.child(name);
    this.#children.set(name, await startChild(name, options));
  }

  #hostileChild(port: number) {
    const main = path.join(this.#config.checkout, 'tools', 'dist', 'testing', 'hostile-proxy', 'main.js');
    return {
      command: process.execPath,
      args: [main, this.#upstream, String(port), this.#recording],
      env: this.#config.inherited,
      log: path.join(this.#state.folder('logs'), 'hostile.log'),
      announces: true,
    };
  }

  async #control<T>(method: string, place: string, body?: string): Promise<T> {
    const control = String(this.#children.get('hostile')?.announcement['control']);
    const answer = await fetch(`${control}${place}`, { method, ...(body === undefined ? {} : { body }) });
    if (!answer.ok) throw new Error(`the hostile proxy does not do ${body ?? place}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}
