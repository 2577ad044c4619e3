import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface LineProcessSettings {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** A file that the process finds opened on descriptor 3. */
  readonly extraFile?: string | null;
  readonly cwd?: string;
  /** Longest answer in bytes; 16 MiB unless given. */
  readonly longest?: number;
}

export class LineProcessError extends Error {
  override readonly name = 'LineProcessError';
  readonly code: 'LINE_TIMEOUT' | 'LINE_ENDED';

  constructor(code: LineProcessError['code']) {
    super(code === 'LINE_TIMEOUT' ? 'No answer in time.' : 'The process ended without an answer.');
    this.code = code;
  }
}

/** A child that is asked with one line of JSON and answers with one, one question at a time. It ends with its parent. */
export class LineProcess {
  readonly #child: ChildProcess;
  readonly #longest: number;
  #parts: Buffer[] = [];
  #size = 0;
  #asked: PromiseWithResolvers<unknown> | undefined;
  #alive = true;

  constructor(settings: LineProcessSettings) {
    const [program = '', ...args] = settings.command;
    const extra = settings.extraFile ? openSync(settings.extraFile, 'r') : undefined;
    this.#longest = settings.longest ?? 16 * 2 ** 20;
    this.#child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'ignore', ...(extra === undefined ? [] : [extra])],
      env: { ...settings.environment },
      ...(settings.cwd === undefined ? {} : { cwd: settings.cwd }),
    });
    if (extra !== undefined) closeSync(extra);
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stdout?.on('data', (data: Buffer) => this.#take(data));
    this.#child.once('error', () => this.#over());
    this.#child.once('close', () => this.#over());
  }

  get alive(): boolean {
    return this.#alive && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** @throws LineProcessError; after a timeout the process is killed, for its next answer would be the wrong one */
  async ask(question: unknown, milliseconds: number): Promise<unknown> {
    if (!this.alive) throw new LineProcessError('LINE_ENDED');
    const asked = Promise.withResolvers<unknown>();
    this.#asked = asked;
    const timer = setTimeout(() => {
      asked.reject(new LineProcessError('LINE_TIMEOUT'));
      this.kill();
    }, milliseconds);
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    try {
      return await asked.promise;
    } finally {
      clearTimeout(timer);
      this.#asked = undefined;
    }
  }

  /** Counts as over at once: what is killed may live for a moment, and must not be asked in it. */
  kill(): void {
    this.#alive = false;
    this.#child.kill('SIGKILL');
  }

  #take(data: Buffer): void {
    const end = data.indexOf(0x0a);
    this.#parts.push(end === -1 ? data : data.subarray(0, end));
    this.#size += data.length;
    if (this.#size > this.#longest) return this.kill();
    if (end === -1) return;
    const line = Buffer.concat(this.#parts).toString('utf8');
    this.#parts = [];
    this.#size = 0;
    try {
      this.#asked?.resolve(JSON.parse(line));
    } catch {
      this.kill();
    }
  }

  #over(): void {
    this.#alive = false;
    this.#asked?.reject(new LineProcessError('LINE_ENDED'));
  }
}
