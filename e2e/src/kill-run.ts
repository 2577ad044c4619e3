import path from 'node:path';
import { type Kill, killSchedule } from './kill-schedule.ts';
import type { Row } from './process-table.ts';
import { processesOf, runFolders } from './processes-of.ts';
import { type Quarantine, look } from './quarantine.ts';

export interface Listed {
  readonly job: string;
  readonly state: string;
  readonly share: number;
}

interface Asked {
  readonly exit: number;
  /** Job and rows, when an answer came back at once. */
  readonly job: string | null;
  readonly rows: string;
}

export interface KillReport {
  /** Kills that hit a living process, by target. */
  readonly hits: Readonly<Record<string, number>>;
  readonly missed: number;
  /** Every question asked. */
  readonly asked: readonly Asked[];
  /** Every question that was accepted, as the platform lists it at the end. */
  readonly queries: readonly Listed[];
  /** Of the account, at the end. */
  readonly used: number;
  /** From the last kill until every accepted question had ended. */
  readonly settledSeconds: number;
}

const FINAL = new Set(['released', 'withheld', 'refused', 'cancelled']);
const SQL = 'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex';
const QUESTION = ['query', 'run', SQL, '--dataset', 'census', '--fresh'];
/** A process that was killed a moment ago may not be back yet. */
const PATIENCE_MS = 8000;
/** Longest wait for a job at work. */
const AT_WORK_MS = 4000;
/** Between two questions of one scientist: the command line's list shows 200, and 100 kills take minutes. */
const BETWEEN_MS = 1500;
const LISTED = 200;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks three questions at a time while processes are killed by the schedule of a seed, until all kills are done and
 * `questions` have been accepted; then waits until every accepted one has ended.
 */
export async function killRun(
  quarantine: Quarantine,
  seed: number,
  kills: number,
  questions: number,
): Promise<KillReport> {
  const hits: Record<string, number> = {};
  let missed = 0;
  let striking = true;
  const strike = async (): Promise<void> => {
    for (const kill of killSchedule(seed, kills)) {
      await pause(kill.afterMs);
      if (await execute(quarantine, kill)) hits[kill.target] = (hits[kill.target] ?? 0) + 1;
      else missed += 1;
    }
    striking = false;
  };
  const asked: Asked[] = [];
  const scientist = async (): Promise<void> => {
    while (striking || asked.filter(({ exit }) => exit < 2).length < questions) {
      asked.push(await ask(quarantine));
      await pause(BETWEEN_MS);
    }
  };
  const scientists = Promise.all([scientist(), scientist(), scientist()]);
  await strike();
  const since = Date.now();
  await scientists;
  const queries = await settled(quarantine);
  const settledSeconds = (Date.now() - since) / 1000;
  const { value } = await quarantine.json<{ used: number }>('scientist', ['data', 'budget', 'census']);
  return { hits, missed, asked, queries, used: value.used, settledSeconds };
}

async function ask(quarantine: Quarantine): Promise<Asked> {
  const words = [...QUESTION, '--epsilon', '0.05', '--timeout', '30', '--json'];
  const { exit, stdout } = await quarantine.dq0('scientist', words);
  if (exit !== 0) return { exit, job: null, rows: '' };
  const { job, rows } = JSON.parse(stdout) as { job: string; rows: unknown };
  return { exit, job, rows: JSON.stringify(rows) };
}

async function settled(quarantine: Quarantine): Promise<readonly Listed[]> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const words = ['query', 'list', '--limit', String(LISTED)];
    const { exit, value } = await quarantine.json<{ queries: Listed[] }>('scientist', words);
    if (exit === 0 && value.queries.length === LISTED) throw new Error('more questions than the list shows');
    if (exit === 0 && value.queries.every(({ state }) => FINAL.has(state))) return value.queries;
    if (Date.now() > deadline) {
      if (exit !== 0) throw new Error(`the platform does not answer any more: ${JSON.stringify(value)}`);
      return value.queries;
    }
    await pause(250);
  }
}

/** @returns false when there was nothing to kill, also after a while. */
async function execute(quarantine: Quarantine, kill: Kill): Promise<boolean> {
  const end = Date.now() + AT_WORK_MS;
  while (kill.atWork && runFolders(quarantine).used.length === 0 && Date.now() < end) await pause(5);
  const deadline = Date.now() + PATIENCE_MS;
  do {
    if (kill.target === 'redis-flush' ? await flushed(quarantine) : killed(prey(quarantine, kill))) return true;
    await pause(50);
  } while (Date.now() < deadline);
  return false;
}

const flushed = ({ home }: Quarantine): Promise<boolean> =>
  look('redis-cli', '-s', path.join(home, 'run', 'redis.sock'), 'FLUSHALL').then(
    () => true,
    () => false,
  );

function killed(row: Row | undefined): boolean {
  try {
    return row !== undefined && process.kill(row.pid, 'SIGKILL');
  } catch {
    return false;
  }
}

/** Sandboxes with a job before those that wait. */
function prey(quarantine: Quarantine, { target, place }: Kill): Row | undefined {
  const { named, workers, sandboxes } = processesOf(quarantine);
  if (target !== 'sandbox' && target !== 'worker') return named[target];
  const used = runFolders(quarantine).used;
  const busy = sandboxes.filter(({ run }) => used.includes(run));
  const choice = target === 'worker' ? workers : (busy.length > 0 ? busy : sandboxes).flatMap(({ rows }) => rows);
  return choice[Math.floor(place * choice.length)];
}
