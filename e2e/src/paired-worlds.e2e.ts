import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Kind, look, lookAround, publishWorld } from './paired-worlds.ts';
import { Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));
const rounds = Number(process.env['DQ0_ROUNDS'] ?? 1);
const WITH = 'worlda';
const WITHOUT = 'worldb';
const SLOT_MS = 2000;

/** One of every kind: answered, answered by rule where the adversary's cells are odd, and refused for each reason. */
const kinds: readonly Kind[] = [
  { sql: 'SELECT COUNT(*) AS n FROM people', epsilon: '0.1' },
  { sql: 'SELECT sex, COUNT(*) AS n, AVG(age) AS a FROM people GROUP BY sex', epsilon: '0.2' },
  { sql: "SELECT SUM(wage) AS s FROM people WHERE joined > '2005-01-01'", epsilon: '0.1' },
  { sql: 'SELECT SUM(CLAMP(wage / (age - 120), -5, 5)) AS s FROM people', epsilon: '0.1' },
  { sql: 'SELECT COUNT(*) AS n FROM people WHERE CAST(sex AS integer) > 1 OR age * age > 14000', epsilon: '0.1' },
  {
    sql: 'SELECT sex, COUNT(*) AS n FROM people GROUP BY sex HAVING COUNT(*) > 1',
    epsilon: '0.1',
    rowsAreCharged: true,
  },
  { sql: "SELECT COUNT(*) AS n FROM people WHERE sex = 'zzz'", epsilon: '0.1' },
  { sql: 'SELECT * FROM people', epsilon: '0.1' },
  { sql: 'SELECT MAX(age) AS m FROM people', epsilon: '0.1' },
  { sql: 'SELECT COUNT(*) AS n FROM people WHERE nobody = 1', epsilon: '0.1' },
  { sql: 'SELECT COUNT(*) AS n FROM people', epsilon: '11' },
];

beforeAll(async () => {
  await publishWorld(quarantine, WITH, true);
  await publishWorld(quarantine, WITHOUT, false);
});

describe(`a person more or less, ${rounds} times each kind of question`, () => {
  it(
    'shows in nothing that was not paid for: prices, refusals, states, codes, texts, and the time at which it is shown',
    async () => {
      const shown: (number | null)[] = [];
      for (let round = 0; round < rounds; round += 1) {
        for (const kind of kinds) {
          const [one, other] = await Promise.all([look(quarantine, WITH, kind), look(quarantine, WITHOUT, kind)]);
          expect({ ...one, shownAfter: null }, kind.sql).toEqual({ ...other, shownAfter: null });
          shown.push(one.shownAfter, other.shownAfter);
        }
        const [one, other] = await Promise.all([lookAround(quarantine, WITH), lookAround(quarantine, WITHOUT)]);
        expect(one, 'budgets, histories and lists').toEqual(other);
      }
      // Two seconds is the class of tables of this size; only a busy machine makes an outcome wait for the next slot.
      const times = shown.filter((time) => time !== null);
      expect(times.length).toBeGreaterThan(rounds);
      expect(times.filter((time) => time === 0 || time % SLOT_MS !== 0)).toEqual([]);
    },
    rounds * 120_000,
  );

  it('shows of a running job in the history of its account one word from submission on', async () => {
    const words = ['SELECT COUNT(*) AS n FROM people', '--dataset', WITH, '--epsilon', '0.1', '--no-wait', '--fresh'];
    const { value } = await quarantine.json<{ job: string }>('scientist', ['query', 'run', ...words]);
    const states = new Set<string>();
    for (let state = 'queued'; ['queued', 'running'].includes(state);) {
      const look = ['budget', 'history', WITH];
      const history = await quarantine.json<{ spends: { job: string; state: string }[] }>('scientist', look);
      states.add(history.value.spends.find(({ job }) => job === value.job)?.state ?? 'absent');
      const info = await quarantine.json<{ run: { state: string } }>('scientist', ['run', 'info', value.job]);
      ({ state } = info.value.run);
    }
    expect([...states]).toEqual(['charged']);
  });

  it('and the same look sees a definition that differs (control)', async () => {
    const kind = kinds[0]!;
    const [census, world] = await Promise.all([
      look(quarantine, 'census', { ...kind, sql: kind.sql.replace('people', 'adult') }),
      look(quarantine, WITH, kind),
    ]);
    expect(census.plan).not.toEqual(world.plan);
    expect(census.history).not.toEqual(world.history);
    expect(await lookAround(quarantine, WITHOUT)).not.toEqual(await lookAround(quarantine, WITH));
  });
});
