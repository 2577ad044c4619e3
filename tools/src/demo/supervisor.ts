import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { type ProcessMark, end, isAlive, markOf, startChild } from './child-process.ts';
import type { DemoConfig } from './config/demo-config.ts';
import { type ReservedPort, reservePort } from './free-port.ts';
import { type ProcessName, QuarantineProcesses } from './quarantine-processes.ts';
import { findRedis, redisChild } from './redis.ts';
import { liveRun, type RunRecord, readRun, writeRun } from './run-record.ts';
import type { StateFolder } from './state-folder.ts';
import { endStudio } from './studio-server.ts';

const run = promisify(execFile);
/** Before the first, second, ... start anew in a row; a child that cannot start must not keep the machine busy. */
const RESTART_PAUSE_MS = [100, 200, 500, 1000, 2000];
/** A child that got ready and then lived this long has its restarts forgiven. */
const HEALTHY_MS = 2000;

/**
 * Starts Redis, proxy, service and platform of one quarantine, starts each again when it dies, and ends all of them.
 * What runs is written to `run.json`, so that a second start attaches and a crash of the supervisor can be cleaned up.
 */
export class Supervisor {
  readonly #config: DemoConfig;
  readonly #state: StateFolder;
  #processes: QuarantineProcesses | undefined;
  #record: RunRecord;
  #stopping = false;

  constructor(config: DemoConfig, state: StateFolder) {
    this.#config = config;
    this.#state = state;
    const self = markOf(process.pid);
    if (!self) throw new Error('this process has no number');
    this.#record = { supervisor: self, children: {}, status: 'starting', origin: null, message: null };
  }

  /** Brings everything up; `run.json` says `ready` or why not. */
  async start(): Promise<void> {
    if (liveRun(this.#state)) throw new Error('Another start of this quarantine is under way.');
    await endLeftovers(this.#state);
    this.#write({});
    let reserved: ReservedPort | undefined;
    try {
      reserved = await reservePort(this.#config.preferredPort);
      this.#processes = new QuarantineProcesses(this.#config, this.#state, reserved.port);
      await this.#prepare(this.#processes);
      await reserved.release();
      await Promise.all([this.#launch('service'), this.#launch('proxy')]);
      await this.#launch('platform');
      this.#write({ status: 'ready', origin: this.#processes.origin });
    } catch (error) {
      await reserved?.release();
      this.#write({ status: 'failed', message: error instanceof Error ? error.message : String(error) });
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await endStudio(this.#state);
    const { redis, ...others } = this.#record.children;
    await end(Object.values(others));
    await end(redis ? [redis] : []);
    if (this.#record.status !== 'failed') this.#state.remove('run.json');
  }

  async #prepare(processes: QuarantineProcesses): Promise<void> {
    if (this.#config.redisUrl === undefined) await this.#launch('redis');
    const admin = async (...words: string[]): Promise<string> => {
      const { command, args } = processes.command('platform', path.join('admin-cli', 'main.js'));
      const { stdout } = await run(command, [...args, ...words], { env: processes.environment('platform') });
      return stdout;
    };
    if (this.#state.read('invitation.json') === undefined) {
      const printed = await admin('init', '--admin', 'admin@example.org', '--proxy', processes.origin, '--json');
      this.#state.write('invitation.json', printed);
    } else {
      await admin('migrate');
    }
    const invitation = JSON.parse(this.#state.read('invitation.json') ?? '{}') as { thumbprint: string };
    processes.pinPlatform(invitation.thumbprint);
    const proxy = processes.command('proxy');
    await run(proxy.command, [...proxy.args, 'migrate'], { env: processes.environment('proxy') });
    const runtime = processes.command('service', path.join('runtimes', 'main.js'));
    await run(runtime.command, [...runtime.args, 'build', processes.plugin('sql')], {
      env: processes.environment('service'),
    });
  }

  async #launch(name: ProcessName, restarts = 0): Promise<void> {
    const options =
      name === 'redis'
        ? redisChild(await findRedis(this.#state), this.#state, this.#config.inherited)
        : this.#processes?.child(name);
    if (!options) throw new Error('the quarantine is not prepared');
    if (this.#stopping) return;
    const { child } = await startChild(name, options, (mark) => this.#remember(name, mark));
    const since = Date.now();
    const again = (): void => this.#relaunchLater(name, Date.now() - since > HEALTHY_MS ? 0 : restarts + 1);
    if (child.exitCode !== null || child.signalCode !== null) again();
    else child.once('exit', again);
  }

  #relaunchLater(name: ProcessName, restarts: number): void {
    const wait = RESTART_PAUSE_MS[Math.min(restarts, RESTART_PAUSE_MS.length - 1)];
    setTimeout(() => {
      if (this.#stopping) return;
      this.#launch(name, restarts).catch((error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        this.#relaunchLater(name, restarts + 1);
      });
    }, wait);
  }

  /** What was started is known here even when a full disk keeps it from being written down. */
  #remember(name: ProcessName, mark: ProcessMark): void {
    try {
      this.#write({ children: { ...this.#record.children, [name]: mark } });
    } catch (error) {
      process.stderr.write(`run.json cannot be written: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  }

  #write(change: Partial<RunRecord>): void {
    this.#record = { ...this.#record, ...change };
    writeRun(this.#state, this.#record);
  }
}

/** Ends what a supervisor that was killed left running, by number and start time. */
async function endLeftovers(state: StateFolder): Promise<void> {
  await endStudio(state);
  const left = readRun(state);
  if (!left) return;
  await end(Object.values(left.children).filter(isAlive));
  state.remove('run.json');
}
