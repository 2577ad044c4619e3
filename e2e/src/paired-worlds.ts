import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { budgetHistory, infoRun, listQueries, listRuns, Output, QueryAnswer, showBudget } from '@dq0/protocol';
import type { Face, Question } from './paired-faces.ts';
import type { Quarantine } from './quarantine.ts';

/** The data sets of a world: of people who are a row each, and of people with visits and payments. */
export type Family = 'rows' | 'visits';
/** With the adversary or without; names of the same length, because sizes are seen too. */
export type World = 'with' | 'less';

/** A question, and whether rows appear by noise alone, so that even their number is part of what was paid for. */
export interface Kind {
  readonly of: Family;
  readonly sql: string;
  readonly epsilon: string;
  readonly rowsAreCharged?: boolean;
}

/** A question on its way, or refused, and what is said then. */
export interface Asked {
  readonly job: string | null;
  readonly seen: unknown;
}

/** What is seen of its outcome that was not paid for. */
export interface Outcome {
  readonly state: string;
  readonly seen: unknown;
  readonly rowCount: number | null;
  /** Milliseconds from submission until the outcome could be seen. */
  readonly shownAfter: number;
}

const PEOPLE = Array.from(
  { length: 400 },
  (_, at) =>
    `${20 + (at % 60)},${(at * 7) % 1000}.5,${at % 3 === 0 ? 'f' : 'm'},2001-02-${String(1 + (at % 28)).padStart(2, '0')}\n`,
).join('');
const VISITS = Array.from({ length: 600 }, (_, at) => `p${at % 250},${1 + (at % 6)},${at % 20},t${at % 3}\n`).join('');
const PAYMENTS = Array.from({ length: 300 }, (_, at) => `p${at % 250},${at % 20}\n`).join('');

/** What the unit is whose presence must not show: every cell as odd as a file can hold, and rows far above its caps. */
const ADVERSARY = {
  people: '999999999999999999999999,-1e308,zzz,2999-99-99\n',
  visits: 'zzz,99999999999999999999,1e308,nowhere\n'.repeat(100) + 'zzz,1,-5,t0\n'.repeat(100),
  payments: 'zzz,-99999999999999999999\n'.repeat(100),
};

const TABLES: Readonly<Record<Family, string>> = {
  rows: `
  people:
    source: people.csv
    unit: { kind: row }
    maxUnits: 1000
    columns:
      age: { type: integer, lower: 0, upper: 120 }
      wage: { type: decimal, scale: 2, lower: 0, upper: 1000 }
      sex: { type: string, values: [f, m] }
      joined: { type: date, lower: 2000-01-01, upper: 2010-12-31 }
`,
  visits: `
  visits:
    source: visits.csv
    unit: { kind: column, column: person, maxGroups: 3, maxRows: 4 }
    maxUnits: 1000
    columns:
      person: { type: string, identifier: true }
      town: { type: integer, lower: 1, upper: 6 }
      spent: { type: integer, lower: 0, upper: 20 }
      topic: { type: string }
  payments:
    source: payments.csv
    unit: { kind: column, column: payer, maxGroups: 1, maxRows: 3 }
    maxUnits: 1000
    columns:
      payer: { type: string, identifier: true }
      amount: { type: integer, lower: 0, upper: 20 }
  towns:
    source: towns.csv
    unit: { kind: public }
    maxUnits: 10
    keys: [[id]]
    columns:
      id: { type: integer, lower: 1, upper: 6 }
      region: { type: string, values: [north, south] }
`,
};

/** Publishes the data sets of a world. */
export async function publishWorld(quarantine: Quarantine, world: World): Promise<void> {
  const folder = path.join(quarantine.home, 'data', world);
  mkdirSync(folder);
  const write = (table: keyof typeof ADVERSARY, header: string, rows: string): void =>
    writeFileSync(path.join(folder, `${table}.csv`), `${header}\n${rows}${world === 'with' ? ADVERSARY[table] : ''}`);
  write('people', 'age,wage,sex,joined', PEOPLE);
  write('visits', 'person,town,spent,topic', VISITS);
  write('payments', 'payer,amount', PAYMENTS);
  writeFileSync(path.join(folder, 'towns.csv'), 'id,region\n1,north\n2,north\n3,south\n4,south\n5,south\n6,north\n');
  for (const family of ['rows', 'visits'] as const) {
    const name = dataset(family, world);
    const definition = `apiVersion: dq0/v1
kind: Dataset
name: ${name}
connector: { type: csv, path: ${world}, options: { header: true } }
account: ${name}
budget: { epsilon: 1000, delta: 1.0e-5 }
limits: { epsilonPerRelease: 10, deltaPerRelease: 1.0e-6 }
timing: deadline
tables:${TABLES[family]}`;
    const file = quarantine.file(`${name}.yaml`, definition);
    const { exit, value } = await quarantine.json('owner', ['data', 'add', file, '--grant', 'data-scientist']);
    if (exit !== 0) throw new Error(`${name} was not published: ${JSON.stringify(value)}`);
  }
}

export function dataset(family: Family, world: World): string {
  return `${family}-${world}`;
}

/** What one question costs in one world, held or new. */
export async function plans(face: Face, world: World, kind: Kind): Promise<unknown> {
  const question = questionOf(kind, world);
  return neutral([await face.plan(question, false), await face.plan(question, true)], world);
}

export async function submit(face: Face, world: World, kind: Kind): Promise<Asked> {
  const submitted = await face.submit(questionOf(kind, world));
  const { job, ...answer } = submitted.value as QueryAnswer;
  return { job, seen: neutral({ ...submitted, value: { ...answer, job: job === null } }, world) };
}

/** Every byte of its outcome that is not an answer. */
export async function outcome(face: Face, world: World, kind: Kind, job: string): Promise<Outcome> {
  const result = await face.result(job);
  const answer = result.value as QueryAnswer;
  const info = await face.info(job);
  const { run, history, digest, ...rest } = info.value as Output<typeof infoRun>;
  const seen = {
    result: { ...result, value: { ...answer, job: null, rows: null, intervals: null } },
    run: { ...run, job: null, submitted: null },
    history: history.map(({ state }) => state),
    digest: digest === null,
    rest,
  };
  const times = history.map(({ time }) => Date.parse(time));
  return {
    state: answer.state,
    seen: neutral(seen, world),
    rowCount: kind.rowsAreCharged === true ? null : answer.rows.length,
    shownAfter: (times.at(-1) ?? 0) - (times[0] ?? 0),
  };
}

/** What pages and lists show of a world beside its answers; ids and times of their own are no news. */
export async function lookAround(face: Face, world: World): Promise<unknown> {
  const shown = async <T>(asked: Promise<{ value: unknown }>): Promise<T> => (await asked).value as T;
  const { queries } = await shown<Output<typeof listQueries>>(face.queries());
  const { runs } = await shown<Output<typeof listRuns>>(face.runs());
  const accounts = [];
  for (const family of ['rows', 'visits'] as const) {
    const name = dataset(family, world);
    const { odometer, ...budget } = await shown<Output<typeof showBudget>>(face.budget(name));
    const { spends, ...history } = await shown<Output<typeof budgetHistory>>(face.history(name));
    // How far the exact value has caught up with many spends depends on when it was asked for.
    accounts.push({ ...budget, odometer: odometer.rdpEpsilon });
    accounts.push({ ...history, spends: spends.map((one) => ({ ...one, job: null, time: null })) });
  }
  const here = (one: { dataset: string }): boolean => one.dataset.endsWith(`-${world}`);
  const seen = {
    accounts,
    queries: queries.filter(here).map((one) => ({ ...one, job: null, submitted: null })),
    runs: runs.filter(here).map((one) => ({ ...one, job: null, submitted: null })),
  };
  return neutral(seen, world);
}

function questionOf({ of, sql, epsilon }: Kind, world: World): Question {
  return { dataset: dataset(of, world), sql, epsilon };
}

/** Without the name of the world. */
function neutral(value: unknown, world: World): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll(`-${world}`, '-WORLD'));
}
