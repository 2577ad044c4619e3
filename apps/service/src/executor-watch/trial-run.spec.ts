import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { Executor, type PreparedRun, type RunReading } from '../executors/index.ts';
import type { Plugin } from '../plugin-catalog/index.ts';
import { runTrial } from './trial-run.ts';

/** Its runs end at once; a process with the name of its run stays for a while after it was discarded. */
class LeavingExecutor extends Executor {
  override readonly kind = 'none';
  override readonly isolation = [];
  readonly folder = mkdtempSync(path.join(tmpdir(), 'dq0-trial-'));
  left: ChildProcess | undefined;
  readonly #milliseconds: number;

  constructor(milliseconds: number) {
    super();
    this.#milliseconds = milliseconds;
  }

  override async prepare(): Promise<PreparedRun> {
    const name = path.basename(this.folder);
    this.left = spawn('sleep', ['60'], { argv0: name, stdio: 'ignore' });
    await once(this.left, 'spawn');
    return { name, inputs: this.folder, inside: { inputs: this.folder, outputs: this.folder } };
  }

  override discard(): Promise<void> {
    setTimeout(() => this.left?.kill('SIGKILL'), this.#milliseconds);
    return Promise.resolve();
  }

  override ready = (): Promise<boolean> => Promise.resolve(true);
  override start = (): void => undefined;
  override watch = (): Promise<RunReading> => Promise.resolve({ entries: [], offset: 0, ended: true });
  override kept = (): string => this.folder;
  override stop = (): Promise<void> => Promise.resolve();
}

let executor: LeavingExecutor;
afterEach(() => {
  executor.left?.kill('SIGKILL');
  rmSync(executor.folder, { recursive: true });
});

const clearing = async (milliseconds: number): Promise<boolean> => {
  executor = new LeavingExecutor(milliseconds);
  return (await runTrial(executor, {} as Plugin, { job: () => ({}), wallSeconds: 1 })).cleared;
};

it('gives the kernel a moment to clear away what was killed', async () => {
  expect(await clearing(300)).toBe(true);
});

it('says so when something of a run stays', async () => {
  expect(await clearing(60_000)).toBe(false);
}, 15_000);
