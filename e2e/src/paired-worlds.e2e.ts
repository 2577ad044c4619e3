import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { GatewayProcess } from './gateway-process.ts';
import { commandLine, type Face, rest } from './paired-faces.ts';
import { dataset, type Kind, lookAround, outcome, plans, publishWorld, submit } from './paired-worlds.ts';
import { Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));
const rounds = Number(process.env['DQ0_ROUNDS'] ?? 1);
const WORLD = dataset('rows', 'with');
const SLOT_MS = 2000;

const rows = (sql: string, epsilon = '0.1', rowsAreCharged = false): Kind => ({
  of: 'rows',
  sql,
  epsilon,
  rowsAreCharged,
});
const visits = (sql: string, epsilon = '0.1', rowsAreCharged = false): Kind => ({
  ...rows(sql, epsilon, rowsAreCharged),
  of: 'visits',
});

/** Answered, and answered by rule where the adversary's cells are odd. */
const answered: readonly Kind[] = [
  rows('SELECT COUNT(*) AS n FROM people'),
  rows('SELECT sex, COUNT(*) AS n, AVG(age) AS a FROM people GROUP BY sex', '0.2'),
  rows("SELECT SUM(wage) AS s FROM people WHERE joined > '2005-01-01'"),
  rows('SELECT SUM(CLAMP(wage / (age - 120), -5, 5)) AS s FROM people'),
  rows('SELECT COUNT(*) AS n FROM people WHERE CAST(sex AS integer) > 1 OR age * age > 14000'),
  rows('SELECT sex, COUNT(*) AS n FROM people GROUP BY sex HAVING COUNT(*) > 1', '0.1', true),
  rows("SELECT COUNT(*) AS n FROM people WHERE sex = 'zzz'"),
  rows('SELECT sex, MEDIAN(age), STDDEV(wage) FROM people GROUP BY sex'),
  rows('SELECT CORR(age, wage) AS c FROM people'),
  rows("SELECT DATE_TRUNC('year', joined) AS y, COUNT(*) AS n FROM people GROUP BY y ORDER BY n DESC LIMIT 3"),
  visits('SELECT COUNT(*), COUNT(DISTINCT unit) FROM visits'),
  visits('SELECT town, SUM(spent), COUNT(DISTINCT spent) FROM visits GROUP BY town'),
  visits('SELECT topic, COUNT(*) FROM visits GROUP BY topic', '5', true),
  visits('SELECT region, COUNT(*) AS n FROM visits JOIN towns ON town = id GROUP BY region'),
  visits('SELECT COUNT(*) FROM visits v JOIN payments p ON v.person = p.payer'),
  visits('SELECT COUNT(*) FROM visits WHERE person IN (SELECT payer FROM payments WHERE amount > 5)'),
  visits('SELECT COUNT(*) FROM visits v WHERE NOT EXISTS (SELECT 1 FROM payments p WHERE p.payer = v.person)'),
  visits('SELECT AVG(CLAMP(s, 0, 60)) FROM (SELECT person, SUM(spent) AS s FROM visits GROUP BY person) AS t'),
  visits('WITH w AS (SELECT person FROM visits UNION ALL SELECT payer FROM payments) SELECT COUNT(*) FROM w'),
  visits(
    'SELECT COUNT(*) FROM (SELECT person, ROW_NUMBER() OVER (PARTITION BY person ORDER BY spent) AS r FROM visits) AS t WHERE r = 1',
  ),
];
/** Refused, for each reason. */
const refused: readonly Kind[] = [
  rows('SELECT * FROM people'),
  rows('SELECT MAX(age) AS m FROM people'),
  rows('SELECT COUNT(*) AS n FROM people WHERE nobody = 1'),
  visits('SELECT person, COUNT(*) FROM visits GROUP BY person'),
  visits('SELECT COUNT(*) FROM payments, visits'),
  rows('SELECT COUNT(*) AS n FROM people; DROP TABLE people'),
  rows('SELECT COUNT(*) AS n FROM people', '11'),
];

let gateway: GatewayProcess;
beforeAll(async () => {
  await publishWorld(quarantine, 'with');
  await publishWorld(quarantine, 'less');
  gateway = await GatewayProcess.start(quarantine, ['server', 'start', '--profile', 'scientist']);
});
afterAll(() => gateway.stop());

const WORLDS = ['with', 'less'] as const;
type Worlds = readonly ['with', 'less'] | readonly ['less', 'with'];

/**
 * Asks every kind in both worlds, holds what is seen against each other, and tells when the outcomes could be seen, of
 * the world that was asked first and of the other. A queue treats the two differently; whoever tells worlds apart by time must ask
 * each as often first.
 */
async function round(
  face: Face,
  some: readonly Kind[],
  worlds: Worlds = WORLDS,
): Promise<(readonly [number, number])[]> {
  const [first, second] = worlds;
  // First, while nothing is on its way: an answer is held from its own slot on, and the two were not asked in the same instant.
  for (const kind of some) {
    const [one, other] = await Promise.all([plans(face, first, kind), plans(face, second, kind)]);
    expect(one, kind.sql).toEqual(other);
  }
  const running: { kind: Kind; jobs: readonly [string, string] }[] = [];
  for (const kind of some) {
    const [one, other] = await Promise.all([submit(face, first, kind), submit(face, second, kind)]);
    expect(one.seen, kind.sql).toEqual(other.seen);
    expect(one.job === null, kind.sql).toBe(refused.includes(kind));
    if (one.job !== null && other.job !== null) running.push({ kind, jobs: [one.job, other.job] });
  }
  const times: (readonly [number, number])[] = [];
  for (const { kind, jobs } of running) {
    const [one, other] = await Promise.all([outcome(face, first, kind, jobs[0]), outcome(face, second, kind, jobs[1])]);
    expect(one.state, kind.sql).toBe('released');
    expect({ ...one, shownAfter: null }, kind.sql).toEqual({ ...other, shownAfter: null });
    times.push([one.shownAfter, other.shownAfter]);
  }
  const [one, other] = await Promise.all([lookAround(face, first), lookAround(face, second)]);
  expect(one, 'budgets, histories and lists').toEqual(other);
  return times;
}

/** Two seconds is the class of tables of this size; only a busy machine makes an outcome wait for the next slot. */
function expectSlots(times: readonly (readonly [number, number])[]): void {
  expect(times.length).toBeGreaterThan(0);
  expect(times.flat().filter((time) => time === 0 || time % SLOT_MS !== 0)).toEqual([]);
}

describe('a person more or less', () => {
  it(
    `shows by REST in nothing that was not paid for, ${rounds} times each kind of question`,
    async () => {
      const times: (readonly [number, number])[] = [];
      for (let done = 0; done < rounds; done += 1) {
        const worlds: Worlds = done % 2 === 0 ? WORLDS : ['less', 'with'];
        const found = await round(rest(gateway), [...answered, ...refused], worlds);
        times.push(...(worlds === WORLDS ? found : found.map(([one, other]) => [other, one] as const)));
        if (rounds > 1) process.stdout.write(`round ${done + 1}: ${times.length} pairs of outcomes\n`);
      }
      expectSlots(times);
      // Where the machine is busy one of a pair may miss a slot, more often the one that was asked second: as often here as
      // there, within six standard deviations.
      const later = times.filter(([one, other]) => one > other).length;
      const earlier = times.filter(([one, other]) => one < other).length;
      expect(Math.abs(later - earlier)).toBeLessThanOrEqual(6 * Math.sqrt(later + earlier));
    },
    rounds * 240_000,
  );

  it('shows at the command line in no price, refusal, state, code, text or time', async () => {
    const some = [...answered, ...refused].filter((_, at) => at % 7 === 0);
    expectSlots(await round(commandLine(quarantine), some));
  }, 240_000);

  it('shows of a running job in the history of its account one word from submission on', async () => {
    const words = ['SELECT COUNT(*) AS n FROM people', '--dataset', WORLD, '--epsilon', '0.1', '--no-wait', '--fresh'];
    const { value } = await quarantine.json<{ job: string }>('scientist', ['query', 'run', ...words]);
    const states = new Set<string>();
    for (let state = 'queued'; ['queued', 'running'].includes(state);) {
      const look = ['budget', 'history', WORLD];
      const history = await quarantine.json<{ spends: { job: string; state: string }[] }>('scientist', look);
      states.add(history.value.spends.find(({ job }) => job === value.job)?.state ?? 'absent');
      const info = await quarantine.json<{ run: { state: string } }>('scientist', ['run', 'info', value.job]);
      ({ state } = info.value.run);
    }
    expect([...states]).toEqual(['charged']);
  });

  it('and the same look sees what differs: a price, and an outcome that no clock holds back (control)', async () => {
    const face = rest(gateway);
    const [dear, cheap] = [rows('SELECT COUNT(*) AS n FROM people', '0.3'), answered[0]!];
    expect(await plans(face, 'with', dear)).not.toEqual(await plans(face, 'less', cheap));
    const [one, other] = await Promise.all([submit(face, 'with', dear), submit(face, 'less', cheap)]);
    expect(one.seen).not.toEqual(other.seen);
    const ended = [outcome(face, 'with', dear, one.job!), outcome(face, 'less', cheap, other.job!)] as const;
    const [first, second] = await Promise.all(ended);
    expect(first.seen).not.toEqual(second.seen);
    expect(await lookAround(face, 'less')).not.toEqual(await lookAround(face, 'with'));
    const census = { dataset: 'census', sql: 'SELECT COUNT(*) FROM adult WHERE age > 46', epsilon: '0.01' };
    const { job } = (await face.submit(census)).value as { job: string };
    const { shownAfter } = await outcome(face, 'with', cheap, job);
    expect(shownAfter % SLOT_MS).not.toBe(0);
  });
});
