import { readFileSync } from 'node:fs';
import { UsageError } from '../errors/usage-error.ts';

export type Person = Readonly<Record<string, string>>;

/** Columns of the 1994 census extract, in the order of the file. */
export const COLUMNS = [
  ...['age', 'workclass', 'fnlwgt', 'education', 'education_num', 'marital_status', 'occupation', 'relationship'],
  ...['race', 'sex', 'capital_gain', 'capital_loss', 'hours_per_week', 'native_country', 'income'],
] as const;

/** A condition on people: as SQL, and as the attacker who has the file computes it. */
export interface Condition {
  readonly sql: string;
  readonly holds: (person: Person) => boolean;
}

export const equal = (column: string, value: string): Condition => ({
  sql: /^-?\d+$/.test(value) ? `${column} = ${value}` : `${column} = '${value.replaceAll("'", "''")}'`,
  holds: (person) => person[column] === value,
});

export const between = (column: string, low: number, high: number): Condition => ({
  sql: `${column} BETWEEN ${low} AND ${high}`,
  holds: (person) => Number(person[column]) >= low && Number(person[column]) <= high,
});

export const all = (...conditions: readonly Condition[]): Condition => ({
  sql: conditions.map(({ sql }) => `(${sql})`).join(' AND '),
  holds: (person) => conditions.every(({ holds }) => holds(person)),
});

export const not = ({ sql, holds }: Condition): Condition => ({
  sql: `NOT (${sql})`,
  holds: (person) => !holds(person),
});

/** What identifies people in practice: nobody's name, but together nobody else's values. */
const QUASI_IDENTIFIERS = ['age', 'education', 'marital_status', 'occupation', 'hours_per_week', 'race', 'sex'];

/** Everybody in the file, and one person whom their visible attributes single out. */
export interface Population {
  readonly people: readonly Person[];
  readonly target: Person;
  /** True of the target and of nobody else. */
  readonly isTarget: Condition;
}

/** @throws UsageError when the file of the sample is not there */
export function readPopulation(file: string): Population {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(
      `The sample ${file} cannot be read here.`,
      'This attacks the quarantine of the demo on the same machine: npm start -- --detach',
    );
  }
  const people = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => Object.fromEntries(line.split(',').map((cell, at) => [COLUMNS[at] ?? '', cell.trim()])));
  return populationOf(people);
}

export function populationOf(people: readonly Person[]): Population {
  const keyOf = (person: Person): string => QUASI_IDENTIFIERS.map((column) => person[column]).join('\n');
  const seen = new Map<string, number>();
  for (const person of people) seen.set(keyOf(person), (seen.get(keyOf(person)) ?? 0) + 1);
  const target = people.find(
    (person) => seen.get(keyOf(person)) === 1 && QUASI_IDENTIFIERS.every((column) => person[column] !== '?'),
  );
  if (target === undefined) throw new UsageError('Nobody in the sample is unlike everybody else.', 'Use the census.');
  return { people, target, isTarget: all(...QUASI_IDENTIFIERS.map((column) => equal(column, target[column] ?? ''))) };
}
