import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { budgetHistory, listQueries, listRuns, Output, QueryAnswer, QueryPlan, showBudget } from '@dq0/protocol';
import type { Outcome, Quarantine } from './quarantine.ts';

/** A question, and whether rows appear by noise alone, so that even their number is part of what was paid for. */
export interface Kind {
  readonly sql: string;
  readonly epsilon: string;
  readonly rowsAreCharged?: boolean;
}

/** Everything a scientist sees of one question that was not paid for. */
export interface Seen {
  readonly plan: unknown;
  readonly planExit: number;
  readonly runExit: number;
  readonly answer: unknown;
  readonly stderr: string;
  readonly rowCount: number | null;
  readonly history: unknown;
  readonly run: unknown;
  /** Milliseconds from submission until the outcome could be seen. */
  readonly shownAfter: number | null;
}

/** What the unit is whose presence must not show: every cell as odd as a file can hold. */
const ADVERSARY = '999999999999999999999999,-1e308,zzz,2999-99-99\n';
const PEOPLE = Array.from(
  { length: 400 },
  (_, at) =>
    `${20 + (at % 60)},${(at * 7) % 1000}.5,${at % 3 === 0 ? 'f' : 'm'},2001-02-${String(1 + (at % 28)).padStart(2, '0')}\n`,
).join('');

/** Publishes a data set on the people, with or without the adversary; both have names of the same length. */
export async function publishWorld(quarantine: Quarantine, name: string, adversary: boolean): Promise<void> {
  const rows = PEOPLE + (adversary ? ADVERSARY : '');
  writeFileSync(path.join(quarantine.home, 'data', `${name}.csv`), `age,wage,sex,joined\n${rows}`);
  const definition = `apiVersion: dq0/v1
kind: Dataset
name: ${name}
connector: { type: csv, path: ${name}.csv, options: { header: true } }
account: ${name}
budget: { epsilon: 900, delta: 1.0e-5 }
limits: { epsilonPerRelease: 10, deltaPerRelease: 1.0e-6 }
timing: deadline
tables:
  people:
    source: ${name}.csv
    unit: { kind: row }
    maxUnits: 1000
    columns:
      age: { type: integer, lower: 0, upper: 120 }
      wage: { type: decimal, scale: 2, lower: 0, upper: 1000 }
      sex: { type: string, values: [f, m] }
      joined: { type: date, lower: 2000-01-01, upper: 2010-12-31 }
`;
  const file = quarantine.file(`${name}.yaml`, definition);
  const { exit, value } = await quarantine.json('owner', ['data', 'add', file, '--grant', 'data-scientist']);
  if (exit !== 0) throw new Error(`the world ${name} was not published: ${JSON.stringify(value)}`);
}

/** Asks one question in one world and keeps every byte of it that is not an answer. */
export async function look(quarantine: Quarantine, world: string, kind: Kind): Promise<Seen> {
  const words = [kind.sql, '--dataset', world, '--epsilon', kind.epsilon];
  const ask = (...more: string[]): Promise<Outcome> => quarantine.dq0('scientist', [...more, '--json']);
  const planned = await ask('query', 'plan', ...words);
  const asked = await ask('query', 'run', ...words, '--fresh');
  const plan = JSON.parse(planned.stdout) as QueryPlan;
  const answer = JSON.parse(asked.stdout) as QueryAnswer;
  const seen = {
    plan: neutral(plan, world),
    planExit: planned.exit,
    runExit: asked.exit,
    answer: neutral({ ...answer, job: answer.job === null, rows: null, intervals: null }, world),
    stderr: asked.stderr.replaceAll(world, 'WORLD'),
    rowCount: kind.rowsAreCharged === true ? null : answer.rows.length,
  };
  if (answer.job === null) return { ...seen, history: null, run: null, shownAfter: null };
  const info = JSON.parse((await ask('run', 'info', answer.job)).stdout) as {
    run: Record<string, unknown>;
    history: { state: string; time: string }[];
    checks: unknown;
    sandbox: unknown;
  };
  const times = info.history.map(({ time }) => Date.parse(time));
  return {
    ...seen,
    history: info.history.map(({ state }) => state),
    run: neutral({ ...info.run, job: null, submitted: null, checks: info.checks, sandbox: info.sandbox }, world),
    shownAfter: (times.at(-1) ?? 0) - (times[0] ?? 0),
  };
}

/** What pages and lists show of a world beside its answers; ids and times of their own are no news. */
export async function lookAround(quarantine: Quarantine, world: string): Promise<unknown> {
  const shown = async <T>(...words: string[]): Promise<T> => (await quarantine.json<T>('scientist', words)).value;
  const budget = await shown<Output<typeof showBudget>>('budget', 'show', world);
  const { spends, ...history } = await shown<Output<typeof budgetHistory>>('budget', 'history', world);
  const { queries } = await shown<Output<typeof listQueries>>('query', 'list', '--limit', '200');
  const { runs } = await shown<Output<typeof listRuns>>('run', 'list', '--limit', '200');
  const here = (one: { dataset: string }): boolean => one.dataset === world;
  const { odometer } = budget;
  const seen = {
    budget: { ...budget, odometer: { ...odometer, pld: { ...odometer.pld, time: null } } },
    history: { ...history, spends: spends.map((one) => ({ ...one, job: null, time: null })) },
    queries: queries.filter(here).map((one) => ({ ...one, job: null, submitted: null })),
    runs: runs.filter(here).map((one) => ({ ...one, job: null, submitted: null })),
  };
  return neutral(seen, world);
}

/** Without the name of the world and without what earlier questions have used, which the counts of both worlds share. */
function neutral(value: unknown, world: string): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(world, 'WORLD'));
}
