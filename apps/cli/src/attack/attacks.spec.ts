import { describe, expect, it } from 'vitest';
import { ATTACKS, type Attack } from './attacks.ts';
import type { Oracle, Reply } from './oracle.ts';
import { COLUMNS, populationOf, type Condition, type Person, type Population } from './population.ts';
import { reportOf } from './report.ts';

const BOUND = 1;
/** Deviation of a count at the price that the attacks pay, on an account that holds some thirty of them. */
const SIGMA = 32;
const QUESTIONS = 30;

/** 400 people, some of them alike, from a generator with a seed. */
function aPopulation(): Population {
  let seed = 7;
  const pick = (words: readonly string[]): string => {
    seed = (seed * 48_271) % 2_147_483_647;
    return words[seed % words.length] ?? '';
  };
  const values: Record<string, readonly string[]> = {
    age: ['25', '33', '41', '58'],
    education: ['HS-grad', 'Bachelors'],
    occupation: ['Sales', 'Tech-support'],
    hours_per_week: ['40', '60'],
    race: ['White', 'Black'],
    sex: ['Female', 'Male'],
    marital_status: ['Divorced', 'Never-married'],
  };
  const person = (): Person => Object.fromEntries(COLUMNS.map((column) => [column, pick(values[column] ?? ['x'])]));
  return populationOf([...Array.from({ length: 400 }, person), { ...person(), age: '77' }]);
}

/** Answers from the people themselves, with noise or without; the account ends after so many questions. */
class Double implements Oracle {
  #asked = 0;
  readonly #population: Population;
  readonly #sigma: number;
  readonly #leaky: boolean;

  constructor(population: Population, sigma: number, leaky = false) {
    this.#population = population;
    this.#sigma = sigma;
    this.#leaky = leaky;
  }

  count({ holds }: Condition): Promise<Reply> {
    this.#asked += 1;
    if (this.#asked > QUESTIONS) return Promise.resolve({ state: 'refused', code: 'BUDGET_EXCEEDED', milliseconds: 1 });
    const exact = this.#population.people.filter(holds).length;
    return Promise.resolve({
      state: 'released',
      value: Math.round(exact + this.#sigma * gaussian()),
      milliseconds: 2000,
    });
  }

  /** What leaks fails on the target's row alone, and later. */
  ask(sql: string): Promise<Reply> {
    const meets = this.#leaky && sql.includes(this.#population.isTarget.sql);
    return Promise.resolve(
      meets ? { state: 'withheld', milliseconds: 6000 } : { state: 'released', value: 0, milliseconds: 2000 },
    );
  }
}

function gaussian(): number {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

const reports = (population: Population, oracle: () => Oracle) =>
  Promise.all(ATTACKS.map(async (attack: Attack) => reportOf(attack, await attack.run(oracle(), population), BOUND)));

describe('the attacks', () => {
  const population = aPopulation();

  it('single out one person', () => {
    expect(population.people.filter(population.isTarget.holds)).toEqual([population.target]);
  });

  it('stay at the bound where every answer has its noise', async () => {
    const found = await reports(population, () => new Double(population, SIGMA));
    expect(found.map(({ name, succeeded }) => [name, succeeded])).toEqual(ATTACKS.map(({ name }) => [name, false]));
  });

  it('all succeed where answers have none, failures depend on a row, and time is not held (control)', async () => {
    const found = await reports(population, () => new Double(population, 0, true));
    expect(found.map(({ name, succeeded }) => [name, succeeded])).toEqual(ATTACKS.map(({ name }) => [name, true]));
  });

  it('also notice noise that is far too small (control)', async () => {
    const found = await reports(population, () => new Double(population, 0.5));
    const counting = found.filter(({ name }) => name !== 'errors' && name !== 'timing');
    expect(counting.map(({ succeeded }) => succeeded)).toEqual([true, true, true, true]);
  });

  it('end when nothing is left to ask', async () => {
    const empty: Oracle = {
      count: () => Promise.resolve({ state: 'refused', code: 'BUDGET_EXCEEDED', milliseconds: 1 }),
      ask: () => Promise.resolve({ state: 'refused', code: 'BUDGET_EXCEEDED', milliseconds: 1 }),
    };
    const found = await reports(population, () => empty);
    expect(found.map(({ evidence }) => evidence)).toEqual(found.map(() => 0));
  });
});
