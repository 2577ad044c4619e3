import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KillReport, killRun } from './kill-run.ts';
import { TARGETS, killSchedule } from './kill-schedule.ts';
import { Quarantine } from './quarantine.ts';
import { Remains } from './remains.ts';

const seed = Number(process.env['DQ0_SEED'] ?? 1994);
const kills = Number(process.env['DQ0_KILLS'] ?? 20);
const questions = Number(process.env['DQ0_QUESTIONS'] ?? 10);

let quarantine: Quarantine;
let remains: Remains;
beforeAll(async () => {
  quarantine = await Quarantine.start();
  remains = new Remains(quarantine);
});
afterAll(async () => {
  remains.end();
  await quarantine.stop();
});

describe(`${kills} kills while questions are asked (seed ${seed})`, () => {
  let report: KillReport;

  it('are the same for the same seed, and hit everything', () => {
    expect(killSchedule(seed, kills)).toEqual(killSchedule(seed, kills));
    expect(killSchedule(seed, kills)).not.toEqual(killSchedule(seed + 1, kills));
    const targets = new Set(
      Array.from({ length: 20 }, (_, at) => killSchedule(seed + at, 20))
        .flat()
        .map(({ target }) => target),
    );
    expect(targets).toEqual(new Set([...TARGETS, 'redis-flush']));
  });

  it(
    'every accepted question ends in one answer or one charged failure, and the ledger equals the sum of charges',
    async () => {
      report = await killRun(quarantine, seed, kills, questions);
      process.stdout.write(`${summary(report)}\n`);
      const states = report.queries.map(({ state }) => state);
      expect(states.filter((state) => !['released', 'withheld', 'cancelled'].includes(state))).toEqual([]);
      expect(states.filter((state) => state === 'released').length).toBeGreaterThan(questions / 3);
      const charged = report.queries
        .filter(({ state }) => state !== 'cancelled')
        .reduce((sum, { share }) => sum + share, 0);
      expect(report.used).toBeCloseTo(charged, 9);
      expect(new Set(report.queries.map(({ job }) => job)).size).toBe(report.queries.length);
      // The kills were in force, and nobody is left in the dark: answered, withheld, or told to try again.
      expect(report.missed).toBeLessThanOrEqual(kills / 10);
      expect(report.asked.map(({ exit }) => exit).filter((exit) => ![0, 1, 7].includes(exit))).toEqual([]);
      expect(report.settledSeconds).toBeLessThan(30);
    },
    30 * 60_000,
  );

  it('no answer changes afterwards: its noise was drawn once', async () => {
    const answered = report.asked.flatMap(({ job, rows }) => (job === null ? [] : [{ job, rows }]));
    expect(answered.length).toBeGreaterThan(questions / 3);
    for (const { job, rows } of answered.slice(-20)) {
      const { exit, value } = await quarantine.json<{ rows: unknown }>('scientist', ['query', 'result', job]);
      expect([exit, JSON.stringify(value.rows)]).toEqual([0, rows]);
    }
  });

  it('of ended jobs neither process nor workspace nor output is left', async () => {
    expect(remains.used.size, 'the same look saw jobs at work').toBeGreaterThan(0);
    expect(remains.seen).toBeGreaterThan(20);
    await expect.poll(() => remains.ofEndedJobs(), { timeout: 15_000, interval: 250 }).toEqual([]);
  });

  it('after the stop nothing runs any more', async () => {
    remains.end();
    expect(remains.processes()).not.toEqual([]);
    expect((await quarantine.launcher('stop')).exit).toBe(0);
    expect(remains.processes()).toEqual([]);
  });
});

function summary({ hits, missed, asked, queries, settledSeconds }: KillReport): string {
  const count = (values: readonly (string | number)[]): string =>
    [...new Set(values)].map((value) => `${value} ${values.filter((other) => other === value).length}`).join(', ');
  return [
    `seed ${seed}: kills ${JSON.stringify(hits)}, missed ${missed};`,
    `questions ${asked.length}, exits ${count(asked.map(({ exit }) => exit))};`,
    `accepted ${queries.length}: ${count(queries.map(({ state }) => state))};`,
    `all ended ${settledSeconds.toFixed(1)} s after the last kill`,
  ].join(' ');
}
