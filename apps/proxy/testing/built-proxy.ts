import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..');
const main = join(folder, 'dist', 'main.js');

/** Brings the built program up to date with its source; nothing happens when it is. */
export function build(): void {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-b', folder], { stdio: 'pipe' });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built program as a process of its own. */
export class BuiltProxy {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  readonly #ready: Promise<Record<string, unknown>>;

  /** `before` is code that runs first in the process, for a double inside it. */
  constructor(environment: Record<string, string>, words: readonly string[] = [], before?: string) {
    const program =
      before === undefined ? [main] : ['--input-type=module', '-e', `${before}\nawait import('./dist/main.js');`];
    this.child = spawn(process.execPath, [...program, ...words], { cwd: folder, env: environment, stdio: 'pipe' });
    let [stdout, stderr] = ['', ''];
    this.#ready = new Promise((resolve, reject) => {
      this.child.stdout?.on('data', (data: Buffer) => {
        stdout += data.toString();
        const line = stdout.split('\n').find((text) => text.includes('"ready":true'));
        if (line) resolve(JSON.parse(line) as Record<string, unknown>);
      });
      this.child.once('exit', () => reject(new Error(`The proxy ended before it was ready: ${stderr}`)));
    });
    this.#ready.catch(() => undefined);
    this.child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
    this.ended = new Promise((resolve) => this.child.once('close', (code) => resolve({ code, stdout, stderr })));
  }

  /** The line that it prints when it listens. */
  ready(): Promise<Record<string, unknown>> {
    return this.#ready;
  }

  async kill(signal: NodeJS.Signals): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }
}
