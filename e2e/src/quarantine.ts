import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const checkout = path.resolve(import.meta.dirname, '..', '..');

export interface Outcome {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process by its number and, because numbers come back, by the start time that the kernel gives. */
export interface Mark {
  readonly pid: number;
  readonly started: string;
}

export interface RunFile {
  readonly supervisor: Mark;
  readonly children: Readonly<Record<string, Mark>>;
  readonly origin: string;
  readonly status: string;
}

/** One running product in a state folder of its own, spoken to only through its command line. */
export class Quarantine {
  readonly home: string;
  readonly #environment: Readonly<Record<string, string>>;

  /** @param environment what its start is told beside the state folder */
  constructor(home: string, environment: Readonly<Record<string, string>> = {}) {
    this.home = home;
    this.#environment = environment;
  }

  /** A state folder in which nothing has run yet. */
  static fresh(environment: Readonly<Record<string, string>> = {}): Quarantine {
    return new Quarantine(mkdtempSync(path.join(tmpdir(), 'dq0-e2e-')), environment);
  }

  /** Starts everything, with the three sample accounts and the census, and waits for the first answers. */
  static async start(quarantine = Quarantine.fresh()): Promise<Quarantine> {
    const started = await quarantine.launcher('start', '--detach', '--json', '--no-studio');
    if (started.exit !== 0) throw new Error(`the quarantine did not start:\n${started.stderr}\n${quarantine.logs()}`);
    return quarantine;
  }

  async stop(): Promise<void> {
    await this.launcher('stop');
    rmSync(this.home, { recursive: true, force: true });
  }

  launcher(...words: string[]): Promise<Outcome> {
    return this.#run(process.execPath, [path.join(checkout, 'tools', 'dist', 'demo', 'main.js'), ...words]);
  }

  /** Runs `./dq0` with a profile; words as a person types them. */
  dq0(profile: string, words: readonly string[], stdin = ''): Promise<Outcome> {
    return this.#run(path.join(checkout, 'dq0'), [...words, '--profile', profile, '--no-input'], stdin);
  }

  /** The same with `--json`: exit status and the parsed object. */
  async json<T = Record<string, unknown>>(
    profile: string,
    words: readonly string[],
    stdin = '',
  ): Promise<{ exit: number; value: T; stderr: string }> {
    const { exit, stdout, stderr } = await this.dq0(profile, [...words, '--json'], stdin);
    try {
      return { exit, value: JSON.parse(stdout) as T, stderr };
    } catch {
      throw new Error(`dq0 ${words.join(' ').slice(0, 200)} printed no JSON (exit ${exit}):\n${stdout}\n${stderr}`);
    }
  }

  /** Runs `./dq0-platform`, as on the machine that holds the platform. */
  platform(...words: string[]): Promise<Outcome> {
    return this.#run(path.join(checkout, 'dq0-platform'), words);
  }

  run(): RunFile {
    return JSON.parse(readFileSync(path.join(this.home, 'run.json'), 'utf8')) as RunFile;
  }

  /** The newest mail to an address, as its reader sees it. */
  mailTo(email: string): string | undefined {
    const folder = path.join(this.home, 'mail');
    return readdirSync(folder)
      .filter((file) => file.endsWith('.eml'))
      .sort()
      .reverse()
      .map((file) => readFileSync(path.join(folder, file), 'utf8'))
      .find((mail) => mail.toLowerCase().includes(`to: ${email}`));
  }

  file(name: string, text: string | Uint8Array): string {
    const file = path.join(this.home, name);
    writeFileSync(file, text);
    return file;
  }

  logs(): string {
    const folder = path.join(this.home, 'logs');
    const end = (file: string): string => readFileSync(path.join(folder, file), 'utf8').slice(-2000);
    return readdirSync(folder)
      .map((file) => `--- ${file}\n${end(file)}`)
      .join('\n');
  }

  #run(command: string, args: readonly string[], stdin = ''): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const env = { ...process.env, ...this.#environment, DQ0_HOME: this.home, NO_COLOR: '1' };
      const child = spawn(command, args, { cwd: checkout, env, stdio: ['pipe', 'pipe', 'pipe'] });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
      child.once('error', reject);
      // `exit`, not `close`: what the launcher leaves running may hold the pipes.
      child.once('exit', (code) => setTimeout(() => resolve({ exit: code ?? 1, stdout, stderr }), 20));
      child.stdin.on('error', () => undefined);
      child.stdin.end(stdin);
    });
  }
}

/** Output of a system program, for looking at the product from outside. */
export function look(command: string, ...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { maxBuffer: 2 ** 26 }, (error, stdout) =>
      error === null ? resolve(stdout) : reject(new Error(error.message)),
    );
  });
}
