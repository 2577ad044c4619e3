import { execFile } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** One measured figure with its unit; `target` names the line of the targets it belongs to. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: { readonly id: string; readonly limit: number; readonly direction: 'at most' | 'at least' };
}

export interface BenchReport {
  readonly figures: readonly Figure[];
  /** Pass or fail where a bench is also a verdict (coverage); undefined where it only measures. */
  readonly verdict?: 'pass' | 'fail';
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface Circumstances {
  readonly cores: number;
  readonly memoryGiB: number;
  readonly load: readonly number[];
  readonly node: string;
  readonly python: string;
}

/** The machine and its load, to be read beside every figure. */
export async function circumstances(): Promise<Circumstances> {
  const python = await run('python3', ['--version']).then(
    ({ stdout }) => stdout.trim(),
    () => 'none',
  );
  return {
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    load: os.loadavg().map((load) => Math.round(load * 100) / 100),
    node: process.version,
    python,
  };
}

/** The p-th quantile (0 to 1) of unsorted values: the smallest that at least p of them do not exceed. */
export function quantile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}

export const rounded = (value: number): number => Number(value.toPrecision(4));

/** Milliseconds that each of `count` calls took, `parallel` of them under way at once. */
export async function timeEach(
  count: number,
  parallel: number,
  call: (at: number) => Promise<void>,
): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const at = next++;
      const begin = performance.now();
      await call(at);
      times.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: parallel }, lane));
  return times;
}
