import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Executor, RunEntry } from '../executors/index.ts';
import type { Plugin } from '../plugin-catalog/index.ts';

/** Longer than the wall time of any trial: the supervisor ends it before. */
const MOST_MS = 15_000;
/** What was killed is gone long before; what still runs then was not killed. */
const LINGER_MS = 5000;
const MEMORY_BYTES = 256 * 2 ** 20;
const DISK_BYTES = 2 ** 20;

/** What became of a run, and when, in milliseconds since it was asked for. */
export interface Trial {
  readonly startedAfter: number | null;
  readonly endedAfter: number;
  /** Its last word; undefined where none came in time. */
  readonly last: Extract<RunEntry, { type: 'finished' | 'failed' }> | undefined;
  /** Its one output, when it is kept under the digest that was named. */
  readonly output: string | undefined;
  /** Its folder and its processes are gone. */
  readonly cleared: boolean;
  readonly clearedIn: number;
}

/** One run on the path of every job: prepare, ready, start, watch, discard; nothing of it reaches the spool. */
export async function runTrial(
  executor: Executor,
  plugin: Plugin,
  { job, wallSeconds }: { readonly job: (run: string) => object; readonly wallSeconds: number },
): Promise<Trial> {
  const began = Date.now();
  const since = (): number => Date.now() - began;
  const run = await executor.prepare(plugin);
  let found: Pick<Trial, 'startedAfter' | 'last' | 'output'> = {
    startedAfter: null,
    last: undefined,
    output: undefined,
  };
  let endedAfter = 0;
  const clearing = async (): Promise<Pick<Trial, 'cleared' | 'clearedIn'>> => {
    endedAfter = since();
    const cleared = await executor.discard(run.name).then(
      () => endOfProcesses(run.name),
      () => false,
    );
    return { cleared, clearedIn: since() - endedAfter };
  };
  try {
    const file = path.join(run.inputs, 'job.json');
    writeFileSync(`${file}.part`, JSON.stringify({ ...job(run.name), output: run.inside.outputs }), { mode: 0o644 });
    renameSync(`${file}.part`, file);
    // One that never gets ready is discarded below, which ends the wait for it, too.
    if (await Promise.race([executor.ready(run.name), pause(MOST_MS, false, { ref: false })])) {
      executor.start(run.name, { wallSeconds, memoryBytes: MEMORY_BYTES, diskBytes: DISK_BYTES });
      found = await follow(executor, run.name, since);
    }
  } catch (error) {
    await clearing();
    throw error;
  }
  return { ...found, ...(await clearing()), endedAfter };
}

async function follow(
  executor: Executor,
  run: string,
  since: () => number,
): Promise<Pick<Trial, 'startedAfter' | 'last' | 'output'>> {
  let startedAfter: number | null = null;
  for (let offset = 0; since() < MOST_MS;) {
    const reading = await executor.watch(run, offset);
    offset = reading.offset;
    for (const entry of reading.entries) {
      if (entry.type === 'progress') startedAfter ??= since();
      if (entry.type !== 'finished' && entry.type !== 'failed') continue;
      const kept = entry.type === 'finished' ? entry.artifacts[0] : undefined;
      const output = kept && readFileSync(executor.kept(run, kept.sha256), 'utf8');
      return { startedAfter, last: entry, output };
    }
    if (reading.ended) break;
  }
  return { startedAfter, last: undefined, output: undefined };
}

/** False where some are left after a while. The kernel clears away what was killed a moment after its pipes are closed. */
async function endOfProcesses(run: string): Promise<boolean> {
  for (const end = Date.now() + LINGER_MS; hasProcesses(run);) {
    if (Date.now() > end) return false;
    await pause(20);
  }
  return true;
}

/** Supervisor and sandbox were told the folder of their run, which nothing else has in its command line. */
function hasProcesses(run: string): boolean {
  return readdirSync('/proc').some((entry) => {
    try {
      return /^\d+$/.test(entry) && readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes(run);
    } catch {
      return false;
    }
  });
}
