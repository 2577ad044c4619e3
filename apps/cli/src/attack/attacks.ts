import { believedNoise, evidence, observe, type Observation } from './evidence.ts';
import { exhaust, type Heard, type Oracle, type Reply, type StatedNoise } from './oracle.ts';
import { all, between, equal, not, type Condition, type Population } from './population.ts';

export interface Outcome {
  /** Questions that were answered. */
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

const PRICE = 0.35;
/** Of probes that look at outcomes: small enough for all of them to be answered. */
const PROBE_PRICE = 0.3;

export const averaging: Attack = {
  name: 'averaging',
  about: 'asks for one person again and again, and takes the mean',
  timing: 'fast',
  run: async (oracle, population) => {
    const stated = await oracle.noise(population.isTarget, PRICE);
    const heard = await exhaust(oracle, PRICE, () => population.isTarget);
    const values = heard.map(({ value }) => value);
    return outcome(observe(population, heard), spreadNoise(stated, values), saying('mean', values));
  },
};

export const differencing: Attack = {
  name: 'differencing',
  about: 'asks for a group with and without one person, and takes the difference',
  timing: 'fast',
  run: async (oracle, population) => {
    const group = equal('education', population.target['education'] ?? '');
    const without = all(group, not(population.isTarget));
    const stated = await oracle.noise(group, PRICE);
    const heard = await exhaust(oracle, PRICE, (before) => (before.length % 2 === 0 ? group : without));
    const values = heard.flatMap(({ value }, at) => {
      const next = heard[at + 1];
      return at % 2 === 0 && next ? [value - next.value] : [];
    });
    // The noise of a difference is that of two answers.
    const noise = spreadNoise({ ...stated, scale: stated.scale * Math.SQRT2 }, values);
    const differences = values.map((value) => ({ value, present: 1, absent: 0 }));
    return { ...outcome(differences, noise, saying('difference', values)), asked: heard.length };
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
    const stated = await oracle.noise(group, PRICE);
    const heard = await exhaust(oracle, PRICE, (before) => all(group, ranges[before.length % ranges.length] ?? group));
    return outcome(observe(population, heard), knownNoise(stated, population, heard), 'one equation a group');
  },
};

export const search: Attack = {
  name: 'search',
  about: 'tries many questions at a small price, and spends the rest on those that tell most',
  timing: 'fast',
  run: async (oracle, population) => {
    const tries = candidates(population);
    const stated = await oracle.noise(population.isTarget, PRICE / 2);
    const heard = await exhaust(
      oracle,
      PRICE / 2,
      (before) => tries[before.length] ?? mostTelling(stated, population, before) ?? population.isTarget,
    );
    const finding = `${Math.min(tries.length, heard.length)} questions tried`;
    return outcome(observe(population, heard), knownNoise(stated, population, heard), finding);
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
    const seen: string[] = [];
    let asked = 0;
    for (const text of texts) {
      const pair = [
        await oracle.ask(text, PROBE_PRICE),
        await oracle.ask(text.replace(isTarget.sql, NOBODY), PROBE_PRICE),
      ];
      asked += answered(pair);
      const [one, other] = pair.map((reply) => (reply.state === 'refused' ? reply.code : reply.state));
      if (one !== other) seen.push(`${one ?? ''} instead of ${other ?? ''}`);
    }
    const finding = seen.length > 0 ? seen.join('; ') : 'the same outcome with and without the row';
    return { asked, evidence: seen.length > 0 ? Infinity : 0, finding };
  },
};

export const timing: Attack = {
  name: 'timing',
  about: 'asks what takes longer where one person is, and looks at when outcomes are shown',
  timing: 'deadline',
  run: async (oracle, { isTarget }) => {
    const heavy = Array.from({ length: 30 }, (_, at) => `occupation LIKE '%${'a%'.repeat(10)}${at}'`).join(' OR ');
    const shown = async (where: string): Promise<Reply> =>
      oracle.ask(`SELECT COUNT(*) AS n FROM adult WHERE (${where}) AND (${heavy})`, PROBE_PRICE / 2);
    const replies: Reply[] = [];
    // A busy machine moves single outcomes to the next slot: what tells is one side always later, twice in a row.
    let later = true;
    for (let series = 0; series < 2 && later; series += 1) {
      const pairs: [Reply, Reply][] = [];
      for (let round = 0; round < 4; round += 1) pairs.push([await shown(isTarget.sql), await shown(NOBODY)]);
      replies.push(...pairs.flat());
      const [present, absent] = [0, 1].map((side) => pairs.map((pair) => pair[side]?.shownAfter ?? 0));
      later = Math.min(...(present ?? [])) > Math.max(...(absent ?? []));
    }
    const between = replies.filter(
      ({ state, shownAfter }) => state !== 'refused' && (shownAfter === 0 || shownAfter % SLOT_MS !== 0),
    );
    const finding =
      between.length > 0
        ? `${between.length} outcomes were shown at times of their own`
        : later
          ? 'later where the person is'
          : 'every outcome was shown at the end of a slot';
    return { asked: answered(replies), evidence: between.length > 0 || later ? Infinity : 0, finding };
  },
};

export const ATTACKS: readonly Attack[] = [averaging, differencing, reconstruction, search, errors, timing];

/** Length of a slot for data sets of this size, milliseconds. */
const SLOT_MS = 2000;
/** Meets no row: nobody is 18 and has a doctorate. */
const NOBODY = "(age = 18) AND (education = 'Doctorate')";

const answered = (replies: readonly Reply[]): number => replies.filter(({ state }) => state !== 'refused').length;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const saying = (what: string, values: readonly number[]): string =>
  values.length === 0 ? 'nothing was answered' : `${what} ${mean(values).toFixed(2)} where the truth is 1`;

function outcome(observations: readonly Observation[], noise: StatedNoise, finding: string): Outcome {
  return { asked: observations.length, evidence: Math.abs(evidence(observations, noise)), finding };
}

/** Noise of answers to one question: how far they lie from their mean. */
function spreadNoise(stated: StatedNoise, values: readonly number[]): StatedNoise {
  const centre = mean(values);
  return believedNoise(
    stated,
    values.map((value) => value - centre),
    values.length - 1,
  );
}

/** Noise as it shows on groups whose true number the attacker knows: those without the target. */
function knownNoise(stated: StatedNoise, population: Population, heard: readonly Heard[]): StatedNoise {
  const known = observe(population, heard).filter(({ present, absent }) => present === absent);
  return believedNoise(
    stated,
    known.map(({ value, absent }) => value - absent),
    known.length,
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
function mostTelling(stated: StatedNoise, population: Population, heard: readonly Heard[]): Condition | undefined {
  const noise = knownNoise(stated, population, heard);
  const loud = heard
    .filter(({ condition }) => condition.holds(population.target))
    .map((one) => ({ one, nats: evidence(observe(population, [one]), noise) }))
    .toSorted((left, right) => right.nats - left.nats);
  return loud[0]?.one.condition;
}
