import { describe, expect, inject, it } from 'vitest';
import { Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));

interface Report {
  readonly name: string;
  readonly asked: number;
  readonly evidence: number | null;
  readonly bound: number;
  readonly succeeded: boolean;
}

describe('the known attacks on a copy of the sample', () => {
  it('stay at the bound when the budget is used up', async () => {
    const { exit, value } = await quarantine.json<{ attacks: Report[] }>('scientist', ['demo', 'attack']);
    expect(value.attacks.map(({ name, succeeded }) => [name, succeeded])).toEqual(
      ['averaging', 'differencing', 'reconstruction', 'search', 'errors', 'timing'].map((name) => [name, false]),
    );
    for (const { evidence, bound, asked } of value.attacks) {
      expect(evidence).toBeLessThanOrEqual(bound);
      expect(asked).toBeGreaterThan(5);
    }
    expect(exit).toBe(0);
    // Those that count went on until nothing more was admitted.
    const { datasets } = (await quarantine.json<{ datasets: { name: string }[] }>('scientist', ['data', 'list'])).value;
    for (const name of ['averaging', 'search']) {
      const scratch = datasets.find((dataset) => dataset.name.startsWith(`attack-${name}-`))?.name ?? '';
      const budget = await quarantine.json<{ left: number }>('scientist', ['data', 'budget', scratch]);
      expect(budget.value.left, name).toBeLessThan(0.2);
    }
  }, 300_000);
});
