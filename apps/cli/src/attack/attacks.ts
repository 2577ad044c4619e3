import { deviationFrom, evidence, observe, spreadOf, type Observation } from './evidence.ts';
import { exhaust, type Heard, type Oracle } from './oracle.ts';
import { all, between, equal, not, type Condition, type Population } from './population.ts';

export interface Outcome {
  readonly asked: number;
  /** Nats for the target's presence; infinite where a difference shows that has no noise on it. */
  readonly evidence: number;
  /** What the attacker is left with, in words. */
  readonly finding: string;
}

export interface Attack {
  readonly name: string;
  readonly about: string;
  /** Outcomes appear at once, or on the public schedule of a data set that protects its timing. */
  readonly timing: 'fast' | 'deadline';
  readonly run: (oracle: Oracle, population: Population) => Promise<Outcome>;
}

const PRICE = 0.3;

export const averaging: Attack = {
  name: 'averaging',
  about: 'asks for one person again and again, and takes the mean',
  timing: 'fast',
  run: async (oracle, population) => {
    const heard = await exhaust(oracle, PRICE, () => population.isTarget);
    const values = heard.map(({ value }) => value);
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    return outcome(observe(population, heard), spreadOf(values), `mean ${mean.toFixed(2)} where the truth is 1`);
  },
};

export const differencing: Attack = {
  name: 'differencing',
  about: 'asks for a group with and without one person, and takes the difference',
  timing: 'fast',
  run: async (oracle, population) => {
    const group = equal('education', population.target['education'] ?? '');
    const without = all(group, not(population.isTarget));
    const heard = await exhaust(oracle, PRICE, (before) => (before.length % 2 === 0 ? group : without));
    const differences = heard.flatMap(({ value }, at) => {
      const next = heard[at + 1];
      return at % 2 === 0 && next ? [{ value: value - next.value, present: 1, absent: 0 }] : [];
    });
    const values = differences.map(({ value }) => value);
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
    const found = outcome(differences, spreadOf(values), `difference ${mean.toFixed(2)} where the truth is 1`);
    return { ...found, asked: heard.length };
  },
};

export const reconstruction: Attack = {
  name: 'reconstruction',
  about: 'asks for many overlapping groups, and solves for one person (Dinur and Nissim 2003)',
  timing: 'fast',
  run: async (oracle, population) => {
    const group = all(
      equal('occupation', population.target['occupation'] ?? ''),
      equal('education', population.target['education'] ?? ''),
    );
    const age = Number(population.target['age']);
    // Ranges of ages around the target's and beside it: each second group has the target in it.
    const ranges = Array.from({ length: 64 }, (_, at) =>
      at % 2 === 0 ? between('age', age - (at % 9), age + (at % 7)) : between('age', age + 1, age + 2 + (at % 11)),
    );
    const heard = await exhaust(oracle, PRICE, (before) => all(group, ranges[before.length % ranges.length] ?? group));
    return outcome(observe(population, heard), knownDeviation(population, heard), 'one equation a group');
  },
};

export const search: Attack = {
  name: 'search',
  about: 'tries many questions at a small price, and spends the rest on those that tell most',
  timing: 'fast',
  run: async (oracle, population) => {
    const tries = candidates(population);
    const heard = await exhaust(oracle, PRICE / 2, (before) => {
      const fresh = tries[before.length];
      return fresh ?? mostTelling(population, before) ?? population.isTarget;
    });
    return outcome(
      observe(population, heard),
      knownDeviation(population, heard),
      `${Math.min(tries.length, heard.length)} questions tried`,
    );
  },
};

export const errors: Attack = {
  name: 'errors',
  about: 'asks what would fail on the row of one person only, and looks whether it does',
  timing: 'fast',
  run: async (oracle, { target, isTarget }) => {
    const age = target['age'] ?? '0';
    const texts = [
      `SELECT COUNT(*) AS n FROM adult WHERE (${isTarget.sql}) AND 1 / (age - ${age}) > 0`,
      `SELECT SUM(CLAMP(1 / (age - ${age}), 0, 1)) AS n FROM adult WHERE ${isTarget.sql}`,
      `SELECT COUNT(*) AS n FROM adult WHERE (${isTarget.sql}) AND CAST(occupation AS integer) > 1`,
      `SELECT COUNT(*) AS n FROM adult WHERE (${isTarget.sql}) AND fnlwgt * fnlwgt * fnlwgt * fnlwgt > 1`,
    ];
    // Nobody is 18 and has a doctorate: there the same texts meet no row.
    const nobody = "(age = 18) AND (education = 'Doctorate')";
    const seen: string[] = [];
    for (const text of texts) {
      const pair = [await oracle.ask(text, PRICE), await oracle.ask(text.replace(isTarget.sql, nobody), PRICE)];
      const [one, other] = pair.map((reply) => (reply.state === 'refused' ? reply.code : reply.state));
      if (one !== other) seen.push(`${one ?? ''} instead of ${other ?? ''}`);
    }
    const finding = seen.length > 0 ? seen.join('; ') : 'the same outcome with and without the row';
    return { asked: 2 * texts.length, evidence: seen.length > 0 ? Infinity : 0, finding };
  },
};

export const timing: Attack = {
  name: 'timing',
  about: 'asks what takes longer where one person is, and looks at the clock',
  timing: 'deadline',
  run: async (oracle, { isTarget }) => {
    const heavy = Array.from({ length: 30 }, (_, at) => `occupation LIKE '%${'a%'.repeat(10)}${at}'`).join(' OR ');
    const times: { present: number[]; absent: number[] } = { present: [], absent: [] };
    for (let round = 0; round < 4; round += 1) {
      for (const [which, where] of [
        ['present', isTarget.sql],
        ['absent', '(age = 18) AND (age = 19)'],
      ] as const) {
        const { milliseconds } = await oracle.ask(
          `SELECT COUNT(*) AS n FROM adult WHERE (${where}) AND (${heavy})`,
          PRICE / 2,
        );
        times[which].push(milliseconds);
      }
    }
    // Slots are seconds long; a busy machine shifts single answers by one, so only times that never overlap tell.
    const gap = Math.max(
      Math.min(...times.present) - Math.max(...times.absent),
      Math.min(...times.absent) - Math.max(...times.present),
    );
    return {
      asked: 8,
      evidence: gap > SLOT_MS / 2 ? Infinity : 0,
      finding: `${(median(times.present) / 1000).toFixed(1)} s with, ${(median(times.absent) / 1000).toFixed(1)} s without`,
    };
  },
};

export const ATTACKS: readonly Attack[] = [averaging, differencing, reconstruction, search, errors, timing];

const SLOT_MS = 2000;

function outcome(observations: readonly Observation[], sigma: number, finding: string): Outcome {
  const nats = observations.length === 0 ? 0 : Math.abs(evidence(observations, sigma));
  return { asked: observations.length, evidence: nats, finding };
}

/** Noise as it shows on groups whose true number the attacker knows: those without the target. */
function knownDeviation(population: Population, heard: readonly Heard[]): number {
  const known = observe(population, heard).filter(({ present, absent }) => present === absent);
  return deviationFrom(
    known.map(({ absent }) => absent),
    known.map(({ value }) => value),
  );
}

/** Conditions with the target in them and without, from wide to narrow. */
function candidates({ target, isTarget }: Population): Condition[] {
  const parts = ['education', 'occupation', 'race', 'sex', 'marital_status'].map((column) =>
    equal(column, target[column] ?? ''),
  );
  const wide = parts.map((part) => all(part, equal('age', target['age'] ?? '0')));
  const without = [...parts, ...wide].map((part) => all(part, not(isTarget)));
  return [...wide, ...without, isTarget];
}

/** The condition whose answers spoke loudest so far. */
function mostTelling(population: Population, heard: readonly Heard[]): Condition | undefined {
  const sigma = knownDeviation(population, heard);
  const loud = heard
    .filter(({ condition }) => condition.holds(population.target))
    .map((one) => ({ one, nats: evidence(observe(population, [one]), sigma) }))
    .toSorted((left, right) => right.nats - left.nats);
  return loud[0]?.one.condition;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
