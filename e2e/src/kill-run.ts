import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type Kill, killSchedule } from './kill-schedule.ts';
import { type Quarantine, look } from './quarantine.ts';

export interface Listed {
  readonly job: string;
  readonly state: string;
  readonly share: number;
}

export interface KillReport {
  readonly kills: number;
  readonly missed: number;
  /** Exit status of every question asked. */
  readonly exits: readonly number[];
  readonly queries: readonly Listed[];
  readonly used: number;
}

const FINAL = new Set(['released', 'withheld', 'refused', 'cancelled']);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks `questions` questions, four at a time, while processes are killed by the schedule of a seed; then waits until
 * every accepted one has ended.
 */
export async function killRun(
  quarantine: Quarantine,
  seed: number,
  kills: number,
  questions: number,
): Promise<KillReport> {
  let missed = 0;
  let asking = true;
  const strike = async (): Promise<void> => {
    for (const kill of killSchedule(seed, kills)) {
      await pause(kill.afterMs);
      if (!(await execute(quarantine, kill))) missed += 1;
    }
    asking = false;
  };
  const exits: number[] = [];
  const words = ['query', 'run', 'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex', '--dataset', 'census'];
  const scientist = async (): Promise<void> => {
    // Questions go on until the last kill, so that no kill falls into silence.
    while (exits.length < questions || asking) {
      const { exit } = await quarantine.dq0('scientist', [...words, '--epsilon', '0.05', '--timeout', '20']);
      exits.push(exit);
    }
  };
  await Promise.all([strike(), scientist(), scientist(), scientist(), scientist()]);
  const queries = await settled(quarantine);
  const { value } = await quarantine.json<{ used: number }>('scientist', ['data', 'budget', 'census']);
  return { kills, missed, exits, queries, used: value.used };
}

async function settled(quarantine: Quarantine): Promise<readonly Listed[]> {
  const deadline = Date.now() + 90_000;
  for (;;) {
    const { exit, value } = await quarantine.json<{ queries: Listed[] }>('scientist', [
      'query',
      'list',
      '--limit',
      '200',
    ]);
    if (exit === 0 && value.queries.every(({ state }) => FINAL.has(state))) return value.queries;
    if (Date.now() > deadline) {
      if (exit !== 0) throw new Error(`the platform does not answer any more: ${JSON.stringify(value)}`);
      return value.queries;
    }
    await pause(500);
  }
}

/** @returns false when there was nothing to kill at that moment. */
async function execute(quarantine: Quarantine, { target }: Kill): Promise<boolean> {
  const { children } = quarantine.run();
  if (target === 'redis-flush') {
    return look('redis-cli', '-s', path.join(quarantine.home, 'run', 'redis.sock'), 'FLUSHALL').then(
      () => true,
      () => false,
    );
  }
  const pid = target === 'job' ? anyJobProcess(quarantine.home) : children[target]?.pid;
  if (pid === undefined) return false;
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

/** Any process of the service's that is not the service: supervisor, sandbox, fetch worker, planner. */
function anyJobProcess(home: string): number | undefined {
  const mark = path.join(home, 'service');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandLine(pid).includes(mark) || commandLine(pid).includes('dq0_'))
    .map(Number)
    .at(-1);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
