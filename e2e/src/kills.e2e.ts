import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killRun } from './kill-run.ts';
import { killSchedule } from './kill-schedule.ts';
import { Quarantine } from './quarantine.ts';

const seed = Number(process.env['DQ0_SEED'] ?? 1994);
const kills = Number(process.env['DQ0_KILLS'] ?? 20);
const questions = Number(process.env['DQ0_QUESTIONS'] ?? 10);

let quarantine: Quarantine;
beforeAll(async () => {
  quarantine = await Quarantine.start();
});
afterAll(() => quarantine.stop());

describe(`${kills} kills while questions are asked (seed ${seed})`, () => {
  it('are the same for the same seed', () => {
    expect(killSchedule(seed, kills)).toEqual(killSchedule(seed, kills));
    expect(killSchedule(seed, kills)).not.toEqual(killSchedule(seed + 1, kills));
  });

  it(
    'every accepted question ends in one answer or one charged failure, and the ledger equals the sum of charges',
    async () => {
      const report = await killRun(quarantine, seed, kills, questions);
      const states = report.queries.map(({ state }) => state);
      expect(states.filter((state) => !['released', 'withheld', 'cancelled'].includes(state))).toEqual([]);
      expect(states.filter((state) => state === 'released').length).toBeGreaterThan(3);
      const charged = report.queries
        .filter(({ state }) => state !== 'cancelled')
        .reduce((sum, { share }) => sum + share, 0);
      expect(report.used).toBeCloseTo(charged, 9);
      expect(new Set(report.queries.map(({ job }) => job)).size).toBe(report.queries.length);
      expect(report.missed).toBeLessThan(kills / 2);
      // Nobody is left in the dark: a question answered, withheld, or not known to have arrived.
      expect(report.exits.filter((exit) => ![0, 1, 7].includes(exit))).toEqual([]);
    },
    20 * 60_000,
  );
});
