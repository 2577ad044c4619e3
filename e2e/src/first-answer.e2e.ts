import { readFileSync } from 'node:fs';
import path from 'node:path';
import { QueryAnswer, QueryPlan } from '@dq0/protocol';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Quarantine, checkout } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));
const ask = (sql: string, ...words: string[]) =>
  quarantine.json('scientist', ['query', 'run', sql, '--dataset', 'census', ...words]);
const budget = () => quarantine.json('scientist', ['data', 'budget', 'census']);

/** The truth, read from the file that nobody outside may see. */
const people = readFileSync(path.join(checkout, 'data', 'adult', 'adult.data'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split(',').map((cell) => cell.trim()));
const truth: Record<string, number> = { Female: 10_771, Male: 21_790 };

describe('the first answer', () => {
  it('counts people by sex with intervals, close to the truth', async () => {
    const { exit, value } = await ask(
      'SELECT sex, COUNT(*) AS people FROM adult GROUP BY sex',
      '--epsilon',
      '0.1',
      '--fresh',
    );
    expect(exit).toBe(0);
    const answer = QueryAnswer.parse(value);
    expect(answer).toMatchObject({ state: 'released', confidence: 0.95, reused: false, check: 'green' });
    expect(answer.rows.map(([sex]) => sex).sort()).toEqual(['Female', 'Male']);
    for (const [at, [sex, count]] of answer.rows.entries()) {
      expect(Math.abs(Number(count) - truth[String(sex)]!)).toBeLessThan(500);
      const [low, high] = answer.intervals[at]![1]!;
      expect(Number(low)).toBeLessThan(Number(count));
      expect(Number(high)).toBeGreaterThan(Number(count));
      expect(answer.intervals[at]![0]).toBeNull();
    }
    expect(answer.spent.epsilon).toBeGreaterThan(0);
    expect(answer.spent.epsilon).toBeLessThanOrEqual(0.1000001);
  });

  it('gives what is held again, and what follows from it, for nothing', async () => {
    const sql = 'SELECT sex, income, COUNT(*) AS n, AVG(age) AS a FROM adult GROUP BY sex, income';
    const held = QueryAnswer.parse((await ask(sql, '--epsilon', '0.3')).value);
    expect(held.reused).toBe(false);
    const paid = await budget();
    const planned = QueryPlan.parse(
      (await quarantine.json('scientist', ['query', 'plan', sql, '--dataset', 'census', '--epsilon', '0.3'])).value,
    );
    expect(planned).toMatchObject({ accepted: true, reused: true });
    expect(planned.spends.epsilon).toBeGreaterThan(0.2);
    const again = QueryAnswer.parse((await ask(sql.toLowerCase(), '--epsilon', '0.3')).value);
    expect(again).toMatchObject({ state: 'released', reused: true, check: 'green', rows: held.rows });
    expect(again).toMatchObject({ intervals: held.intervals, spent: { epsilon: 0, delta: 0, share: 0 } });
    expect(again.job).not.toBe(held.job);
    const coarser = QueryAnswer.parse(
      (await ask('SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex', '--epsilon', '0.2')).value,
    );
    const sums = ['Female', 'Male'].map((sex) =>
      held.rows.filter((row) => row[0] === sex).reduce((sum, row) => sum + Number(row[2]), 0),
    );
    expect(coarser).toMatchObject({
      reused: true,
      rows: [
        ['Female', sums[0]],
        ['Male', sums[1]],
      ],
    });
    const women = "SELECT AVG(age) AS a FROM adult WHERE sex = 'Female' AND income = '>50K'";
    expect((await ask(women, '--epsilon', '0.3')).value).toMatchObject({ reused: true });
    expect(await budget()).toEqual(paid);
    const kept = await quarantine.json('scientist', ['query', 'result', String(again.job)]);
    expect(QueryAnswer.parse(kept.value)).toMatchObject({ reused: true, rows: held.rows });

    const sharper = QueryAnswer.parse((await ask(sql, '--epsilon', '0.4')).value);
    expect(sharper).toMatchObject({ reused: false });
    expect(sharper.spent.epsilon).toBeGreaterThan(0.39);
    const fresh = QueryAnswer.parse((await ask(sql, '--epsilon', '0.3', '--fresh')).value);
    expect(fresh.reused).toBe(false);
    expect(fresh.rows).not.toEqual(held.rows);
  });

  it('makes an answer sharper for the difference', async () => {
    const sql = 'SELECT race, COUNT(*) AS n FROM adult GROUP BY race';
    const first = QueryAnswer.parse((await ask(sql, '--epsilon', '0.2')).value);
    const words = ['--epsilon', '0.5', '--refine', String(first.job)];
    const planned = await quarantine.json('scientist', ['query', 'plan', sql, '--dataset', 'census', ...words]);
    const { exit, value } = await ask(sql, ...words);
    expect(exit).toBe(0);
    const sharper = QueryAnswer.parse(value);
    expect(QueryPlan.parse(planned.value).spends).toEqual(sharper.spent);
    const whole = await quarantine.json('scientist', ['query', 'plan', sql, '--dataset', 'census', '--epsilon', '0.5']);
    const { spends, errors } = QueryPlan.parse(whole.value);
    expect((first.spent.share + sharper.spent.share) / spends.share).toBeCloseTo(1, 2);
    const [low, high] = sharper.intervals[0]![1]!;
    expect((Number(high) - Number(low)) / 2).toBeCloseTo(errors[0]!.halfWidth95!, -1);
    expect((await ask(sql, '--epsilon', '0.5')).value).toMatchObject({ reused: true, rows: sharper.rows });
    const other = await ask('SELECT COUNT(*) AS n FROM adult', ...words);
    expect(other.exit).toBe(3);
    expect(other.value).toMatchObject({ refusals: [{ code: 'REFINE_OTHER' }] });
    const unknown = await ask(sql, '--epsilon', '0.5', '--refine', '00000000-0000-4000-8000-000000000000');
    expect(unknown.value).toMatchObject({ error: { code: 'JOB_UNKNOWN' } });
  });

  it('draws new noise for every paid answer', async () => {
    const values: number[] = [];
    for (let asked = 0; asked < 4; asked += 1) {
      const { value } = await ask('SELECT COUNT(*) AS n FROM adult', '--epsilon', '0.05', '--fresh');
      values.push(Number(QueryAnswer.parse(value).rows[0]![0]));
    }
    expect(new Set(values).size).toBeGreaterThan(1);
  });

  it('answers averages, sums, filters, and orders after the noise', async () => {
    const sql =
      "SELECT race, AVG(age) AS mean_age, SUM(hours_per_week) AS hours, COUNT(workclass) AS with_class FROM adult WHERE age >= 30 AND sex = 'Female' GROUP BY race HAVING COUNT(*) > 100 ORDER BY hours DESC LIMIT 3";
    const { exit, value } = await ask(sql, '--epsilon', '0.8');
    expect(exit).toBe(0);
    const answer = QueryAnswer.parse(value);
    expect(answer.rows.length).toBeLessThanOrEqual(3);
    expect(answer.rows[0]![0]).toBe('White');
    expect(Number(answer.rows[0]![1])).toBeGreaterThan(30);
    expect(Number(answer.rows[0]![1])).toBeLessThan(60);
  });

  it('plans for free', async () => {
    const before = await budget();
    const words = ['query', 'plan', 'SELECT COUNT(*) AS n FROM adult', '--dataset', 'census', '--epsilon', '0.5'];
    const { exit, value } = await quarantine.json('scientist', words);
    expect(exit).toBe(0);
    const plan = QueryPlan.parse(value);
    expect(plan).toMatchObject({ accepted: true, refusals: [] });
    expect(plan.mechanisms).toHaveLength(1);
    expect(plan.errors[0]!.halfWidth95).toBeGreaterThan(0);
    expect(await budget()).toEqual(before);
  });

  it('runs on the mock twin for nothing, with a log', async () => {
    const before = await budget();
    const { exit, value } = await ask('SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex', '--mock');
    expect(exit).toBe(0);
    expect(QueryAnswer.parse(value).rows).toHaveLength(2);
    expect(await budget()).toEqual(before);
  });

  it('shows mock rows that are not in the data', async () => {
    const { exit, value } = await quarantine.json<{ rows: unknown[][] }>('scientist', ['data', 'sample', 'census']);
    expect(exit).toBe(0);
    expect(value.rows.length).toBeGreaterThan(0);
    const real = new Set(people.map((person) => person.join(',')));
    expect(value.rows.filter((row) => real.has(row.join(',')))).toEqual([]);
  });
});

describe('a refused question', () => {
  let before: unknown;
  beforeAll(async () => {
    before = await budget();
  });
  afterAll(async () => expect(await budget()).toEqual(before));

  it.each([
    ['SELECT * FROM adult'],
    ['SELECT age FROM adult'],
    ['SELECT MIN(age) FROM adult'],
    ['SELECT COUNT(*) FROM nothing'],
    ['SELECT SUM(wages) FROM adult'],
    ['SELECT COUNT(*) FROM adult; DROP TABLE adult'],
    ['SELECT COUNT(*) FROM adult a JOIN adult b ON a.age = b.age'],
    ['SELECT COUNT(*) FROM (SELECT * FROM adult LIMIT 5) x'],
    [`SELECT COUNT(*) FROM adult WHERE ${'('.repeat(10_000)}age > 1${')'.repeat(10_000)}`],
  ])('is refused, free, with reason and remedy (%#)', async (sql) => {
    const { exit, value } = await ask(sql, '--epsilon', '0.1');
    expect(exit).toBe(3);
    const answer = QueryAnswer.parse(value);
    expect(answer).toMatchObject({ state: 'refused', rows: [] });
    expect(answer.refusals!.length).toBeGreaterThan(0);
    for (const refusal of answer.refusals!) expect(refusal.remedy).not.toBe('');
  });

  it.each(['0', '-1', 'NaN', 'abc', 'Infinity'])('epsilon %s is a usage error', async (epsilon) => {
    const { exit, value } = await ask('SELECT COUNT(*) FROM adult', `--epsilon=${epsilon}`);
    expect(exit).toBe(2);
    expect(value).toHaveProperty('error.code');
  });

  it('epsilon above the limit of the owner exits 3', async () => {
    expect((await ask('SELECT COUNT(*) FROM adult', '--epsilon', '1.5')).exit).toBe(3);
  });

  it('an unknown data set is named as one that may not be seen', async () => {
    const words = ['query', 'plan', 'SELECT COUNT(*) FROM t', '--dataset', 'nowhere'];
    const unknown = await quarantine.json('scientist', words);
    expect(unknown.exit).toBe(3);
    expect(unknown.value).toMatchObject({ error: { code: 'DATASET_UNKNOWN' } });
  });
});
