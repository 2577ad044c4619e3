import type { QueryAnswer } from '@dq0/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BudgetDatasetHandler } from '../datasets/budget-dataset.handler.ts';
import { AddDatasetHandler } from '../datasets/add-dataset.handler.ts';
import { ADA, BOB, OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { aDefinition, ANSWER } from '../../testing/jobs/census.ts';
import { honestRun } from '../../testing/jobs/fake-service.ts';
import { ResultQueryHandler } from './result-query.handler.ts';
import { InfoRunHandler } from '../runs/info-run.handler.ts';
import { PlanQueryHandler } from './plan-query.handler.ts';
import { RunQueryHandler } from './run-query.handler.ts';

const sql = 'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex';
let quarantine: Quarantine;

beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  await publish();
});
afterEach(() => quarantine.end());

const publish = (changes: Parameters<typeof aDefinition>[0] = {}) =>
  quarantine.ask(AddDatasetHandler, OWNER, { definition: aDefinition(changes), groups: ['data-scientist'] });

async function ask({ user = ADA, epsilon = 0.5, fresh = false, dataset = 'census' } = {}): Promise<QueryAnswer> {
  const asked = await quarantine.ask(RunQueryHandler, user, { dataset, sql, epsilon, mock: false, fresh });
  if (asked.job === null) return asked;
  return quarantine.ask(ResultQueryHandler, user, { job: asked.job, waitSeconds: 5 });
}

const orders = (): number => quarantine.rows('SELECT job FROM attempts').length;
const spends = (): number => quarantine.rows('SELECT job FROM spends').length;

describe('an answer that is held', () => {
  it('is given again for nothing, to whoever may ask, under a job of its own', async () => {
    const held = await ask();
    const before = await quarantine.ask(BudgetDatasetHandler, ADA, { dataset: 'census' });
    const again = await ask({ user: BOB });
    expect(again).toMatchObject({ state: 'released', reused: true, check: 'green', rows: ANSWER.rows });
    expect(again.spent).toEqual({ epsilon: 0, delta: 0, share: 0 });
    expect(again.job).not.toBe(held.job);
    expect([orders(), spends()]).toEqual([1, 1]);
    expect(await quarantine.ask(BudgetDatasetHandler, ADA, { dataset: 'census' })).toEqual(before);
    expect(quarantine.rows("SELECT action FROM audit WHERE action = 'job:reuse'")).toHaveLength(1);
  });

  it('does for less, but not for more, and not when new noise is asked for', async () => {
    await ask();
    expect(await ask({ epsilon: 0.5, fresh: true })).toMatchObject({ reused: false });
    expect(await ask({ epsilon: 0.6 })).toMatchObject({ reused: false });
    expect([orders(), spends()]).toEqual([3, 3]);
  });

  it('is found however much was asked in between', async () => {
    const held = await ask();
    for (let other = 0; other < 20; other += 1) await ask({ epsilon: 0.1 + other / 1000, fresh: true });
    const again = await ask();
    expect(again).toMatchObject({ reused: true, rows: held.rows });
    const digest = `SELECT digest FROM reuses WHERE job = '${again.job ?? ''}'`;
    expect(await quarantine.ask(InfoRunHandler, ADA, { job: again.job ?? '' })).toMatchObject(
      quarantine.rows<object>(digest)[0] ?? {},
    );
  });

  it('is announced by the plan, which a sharper question is not', async () => {
    const plan = (epsilon: number) => quarantine.ask(PlanQueryHandler, ADA, { dataset: 'census', sql, epsilon });
    expect(await plan(0.5)).not.toHaveProperty('reused');
    await ask();
    expect(await plan(0.5)).toMatchObject({ accepted: true, reused: true, spends: { epsilon: expect.any(Number) } });
    expect(await plan(0.6)).not.toHaveProperty('reused');
    const anew = { dataset: 'census', sql, epsilon: 0.5, fresh: true };
    expect(await quarantine.ask(PlanQueryHandler, ADA, anew)).not.toHaveProperty('reused');
  });

  it('needs no budget, but whatever else the checks ask for', async () => {
    await publish({
      name: 'small',
      account: 'small',
      budget: { epsilon: 0.8, delta: 1e-6 },
      limits: { epsilonPerRelease: 0.7, deltaPerRelease: 1e-7 },
    });
    await ask({ dataset: 'small' });
    const states = new Set<string>();
    for (let asked = 0; asked < 20; asked += 1) states.add((await ask({ dataset: 'small', fresh: true })).state);
    expect([...states]).toEqual(['released', 'refused']);
    expect(await ask({ dataset: 'small' })).toMatchObject({ state: 'released', reused: true });
    const planned = await quarantine.ask(PlanQueryHandler, ADA, { dataset: 'small', sql, epsilon: 0.5 });
    expect(planned).toMatchObject({ accepted: true, refusals: [], reused: true });
    const refused = await quarantine.ask(RunQueryHandler, ADA, {
      dataset: 'small', sql, epsilon: 2, mock: false, fresh: false,
    }); // prettier-ignore
    expect(refused).toMatchObject({ state: 'refused' });
  });

  it.each([
    ['data', 'UPDATE datasets SET data_version = data_version + 1'],
    ['metadata', 'UPDATE datasets SET metadata_version = metadata_version + 1'],
    ['a plugin', "UPDATE jobs SET plugin_digest = 'sha256:other'"],
    ['rows', `UPDATE jobs SET relation = '${'d'.repeat(64)}', plan_fingerprint = 'other'`],
    ['an outcome', "UPDATE jobs SET state = 'failed'"],
  ])('is not one of other %s', async (_, change) => {
    await ask();
    quarantine.unitOfWork.write((writing) => writing.run(change));
    const other = await quarantine.ask(RunQueryHandler, ADA, {
      dataset: 'census', sql, epsilon: 0.5, mock: false, fresh: false,
    }); // prettier-ignore
    expect(other).toMatchObject({ reused: false });
  });

  it('is shown when a new one would be, and found only once it is shown', async () => {
    await publish({ name: 'slow', account: 'slow', timing: 'deadline' });
    const question = { dataset: 'slow', sql, epsilon: 0.5, mock: false, fresh: false };
    const first = await quarantine.ask(RunQueryHandler, ADA, question);
    await expect.poll(() => quarantine.rows("SELECT id FROM jobs WHERE state = 'released'")).toHaveLength(1);
    expect(await quarantine.ask(RunQueryHandler, ADA, question)).toMatchObject({ state: 'queued', reused: false });
    quarantine.clock.aheadMs += 60_000;
    const again = await quarantine.ask(RunQueryHandler, ADA, question);
    expect(again).toMatchObject({ state: 'queued', rows: [], reused: true, check: null });
    expect(again.job).not.toBe(first.job);
    quarantine.clock.aheadMs += 60_000;
    const shown = await quarantine.ask(ResultQueryHandler, ADA, { job: again.job ?? '', waitSeconds: 0 });
    expect(shown).toMatchObject({ state: 'released', rows: ANSWER.rows, reused: true });
  });

  it('is taken from the planner only in the shape that the plan announced', async () => {
    const measured = { keys: [['Female'], ['Male']], columns: [['10764', '21801']] };
    quarantine.service.run = (order) => ({
      ...honestRun(order),
      files: [{ path: 'result.json', body: JSON.stringify({ ...ANSWER, measured }) }],
    });
    await ask();
    quarantine.service.derived = { found: 0, result: { ...ANSWER, columns: [] } };
    await expect(ask({ epsilon: 0.4 })).rejects.toThrow('does not fit its plan');
    expect(quarantine.rows('SELECT id FROM jobs')).toHaveLength(1);
    quarantine.service.derived = { found: 0, result: ANSWER };
    expect(await ask({ epsilon: 0.4 })).toMatchObject({ state: 'released', reused: true, rows: ANSWER.rows });
    expect(spends()).toBe(1);
  });

  it('becomes sharper only for who asked it, and while it is about the same data', async () => {
    const { job } = await ask();
    const refine = (user: typeof ADA) =>
      quarantine.ask(RunQueryHandler, user, {
        dataset: 'census', sql, epsilon: 0.8, mock: false, fresh: false, refine: job ?? '',
      }); // prettier-ignore
    await expect(refine(BOB)).rejects.toMatchObject({ code: 'JOB_UNKNOWN' });
    quarantine.unitOfWork.write((writing) => writing.run('UPDATE datasets SET data_version = data_version + 1'));
    expect(await refine(ADA)).toMatchObject({ state: 'refused', refusals: [{ code: 'REFINE_GONE' }] });
    expect(spends()).toBe(1);
  });

  it('comes from a release about the same data, whatever the program says', async () => {
    const held = await ask();
    const again = await ask();
    const insert = `INSERT INTO reuses (job, source, digest, body, stored_at)
      SELECT :job, :source, digest, body, 0 FROM reuses LIMIT 1`;
    const store = (job: string | null, source: string | null): void =>
      quarantine.unitOfWork.write((writing) => void writing.run(insert, { job, source }));
    // A job that paid is none that was derived, and one that was derived is no source.
    expect(() => store(held.job, held.job)).toThrow('derived only from a released one');
    expect(() => store(again.job, again.job)).toThrow();
    expect(() => quarantine.unitOfWork.write((writing) => writing.run("UPDATE reuses SET body = x'00'"))).toThrow(
      'never changes',
    );
  });
});
