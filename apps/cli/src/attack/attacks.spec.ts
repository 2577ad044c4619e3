import { describe, expect, it } from 'vitest';
import { ATTACKS, type Attack } from './attacks.ts';
import { believedNoise } from './evidence.ts';
import type { Oracle, Reply, StatedNoise } from './oracle.ts';
import { COLUMNS, populationOf, type Condition, type Person, type Population } from './population.ts';
import { reportOf } from './report.ts';

const BOUND = 1;
/** Deviation of a count at the price that the attacks pay, on an account that holds some thirty of them. */
const SIGMA = 32;
const QUESTIONS = 30;

/** Numbers from 0 to below 1, the same ones for a seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** 400 people, some of them alike. */
function aPopulation(): Population {
  const random = generator(7);
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? '';
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

interface Behaviour {
  /** Deviation of the noise that is really drawn; the plan states SIGMA. */
  readonly sigma: number;
  /** Outcome of the odd questions where they meet the target's row. */
  readonly met?: Reply;
  /** When any other outcome is shown. */
  readonly shownAfter?: number;
}

/** Answers from the people themselves; the account ends after so many questions. */
class Double implements Oracle {
  #asked = 0;
  readonly #population: Population;
  readonly #behaviour: Behaviour;
  readonly #random: () => number;

  constructor(population: Population, behaviour: Behaviour, seed: number) {
    this.#population = population;
    this.#behaviour = behaviour;
    this.#random = generator(seed);
  }

  noise(): Promise<StatedNoise> {
    return Promise.resolve({ kind: 'gaussian', scale: SIGMA });
  }

  count({ holds }: Condition): Promise<Reply> {
    this.#asked += 1;
    if (this.#asked > QUESTIONS) return Promise.resolve(REFUSED);
    const exact = this.#population.people.filter(holds).length;
    const value = Math.round(exact + this.#behaviour.sigma * this.#gaussian());
    return Promise.resolve({ state: 'released', value, shownAfter: 2000 });
  }

  ask(sql: string): Promise<Reply> {
    const { met, shownAfter = 2000 } = this.#behaviour;
    const meets = sql.includes(this.#population.isTarget.sql);
    return Promise.resolve(met && meets ? met : { state: 'released', value: 0, shownAfter });
  }

  #gaussian(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
  }
}

const REFUSED: Reply = { state: 'refused', code: 'BUDGET_EXCEEDED', shownAfter: 0 };
const withheld = (shownAfter: number): Reply => ({ state: 'withheld', shownAfter });

const reports = (population: Population, behaviour: Behaviour, seed = 1) =>
  Promise.all(
    ATTACKS.map(async (attack: Attack, at) => {
      const oracle = new Double(population, behaviour, 1000 * seed + at + 1);
      return reportOf(attack, await attack.run(oracle, population), BOUND);
    }),
  );
const succeeded = (found: Awaited<ReturnType<typeof reports>>): string[] =>
  found.flatMap((report) => (report.succeeded ? [report.name] : []));
const NAMES = ATTACKS.map(({ name }) => name);
const COUNTING = NAMES.filter((name) => name !== 'errors' && name !== 'timing');

describe('the attacks', () => {
  const population = aPopulation();

  it('single out one person', () => {
    expect(population.people.filter(population.isTarget.holds)).toEqual([population.target]);
  });

  it('stay at the bound where every answer has its noise, whatever the noise', async () => {
    for (let seed = 1; seed <= 100; seed += 1) {
      expect(succeeded(await reports(population, { sigma: SIGMA }, seed)), `seed ${seed}`).toEqual([]);
    }
  });

  it('all succeed where answers have none, failures depend on a row, and time is not held (control)', async () => {
    expect(succeeded(await reports(population, { sigma: 0, met: withheld(6000) }))).toEqual(NAMES);
  });

  it('also notice noise that is far too small (control)', async () => {
    expect(succeeded(await reports(population, { sigma: 0.5 }))).toEqual(COUNTING);
  });

  it('notice outcomes that are shown as soon as they are there (control)', async () => {
    expect(succeeded(await reports(population, { sigma: SIGMA, shownAfter: 317 }))).toEqual(['timing']);
  });

  it('notice an outcome that is always a slot later where the person is (control)', async () => {
    const late: Reply = { state: 'released', value: 0, shownAfter: 4000 };
    expect(succeeded(await reports(population, { sigma: SIGMA, met: late }))).toEqual(['timing']);
  });

  it('count what was answered, so that refusing everything does not look like safety', async () => {
    const refusing: Oracle = {
      noise: () => Promise.resolve({ kind: 'gaussian', scale: SIGMA }),
      count: () => Promise.resolve(REFUSED),
      ask: () => Promise.resolve(REFUSED),
    };
    const outcomes = await Promise.all(ATTACKS.map((attack) => attack.run(refusing, population)));
    expect(outcomes.map(({ asked, evidence }) => [asked, evidence])).toEqual(ATTACKS.map(() => [0, 0]));
  });
});

describe('the noise to reckon with', () => {
  const stated: StatedNoise = { kind: 'laplace', scale: 10 };
  const residuals = [14, -9, 3, -20, 11, 6, -2, 17, -13, 8];

  it('is the stated one as long as the answers may have it', () => {
    expect(believedNoise(stated, residuals, 10)).toEqual(stated);
    expect(
      believedNoise(
        stated,
        residuals.map((residual) => residual / 4),
        10,
      ),
    ).toEqual(stated);
  });

  it('is what the answers show where they cannot', () => {
    const found = believedNoise(
      stated,
      residuals.map((residual) => residual / 1000),
      10,
    );
    expect(found.kind).toBe('gaussian');
    expect(found.scale).toBeCloseTo(0.0118, 3);
  });

  it('is the stated one where there is nothing to judge by', () => {
    expect(believedNoise(stated, [], 0)).toEqual(stated);
    expect(believedNoise(stated, [0], 0)).toEqual(stated);
  });
});
