import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { amountToNumber } from '../amount/amount.ts';
import { PrivacyEvent } from '../events/event.ts';
import { ORDERS } from '../orders.ts';
import { curveOf } from './curve-of.ts';

const Fixture = z.strictObject({
  about: z.string(),
  orders: z.array(z.number()),
  tolerance: z.number(),
  cases: z.array(
    z.strictObject({
      event: PrivacyEvent,
      curve: z.array(z.string()),
      delta: z.string(),
      pure: z.string().nullable(),
    }),
  ),
});
const url = new URL('../../../protocol/fixtures/accounting/curves.json', import.meta.url);
const fixture = Fixture.parse(JSON.parse(readFileSync(url, 'utf8')));

/** Units of 2^-80 that one value may be above the exact one: one for each rounding of a repeated event. */
const ABSOLUTE = 4000 * 2 ** -80;

function expectJustAbove(value: number, exact: number, label: string): void {
  expect(value, `${label} is not below the exact value`).toBeGreaterThanOrEqual(exact * (1 - 1e-15));
  expect(value, `${label} is close to the exact value`).toBeLessThanOrEqual(exact * (1 + fixture.tolerance) + ABSOLUTE);
}

describe('curves of the shared fixture', () => {
  it('holds the grid of orders and enough cases', () => {
    expect(fixture.orders).toEqual([...ORDERS]);
    expect(fixture.cases.length).toBeGreaterThan(25);
  });

  it.each(fixture.cases.map((one) => [JSON.stringify(one.event), one] as const))(
    'equals the exact curve to 1e-9, never below: %s',
    (_, { event, curve, delta, pure }) => {
      const ours = curveOf(event);
      for (const [index, exact] of curve.entries()) {
        expectJustAbove(amountToNumber(ours.rdp[index] ?? -1n), Number(exact), `order ${ORDERS[index]}`);
      }
      expectJustAbove(amountToNumber(ours.delta), Number(delta), 'delta');
      expect(ours.pure === null).toBe(pure === null);
      if (pure !== null && ours.pure !== null) expectJustAbove(amountToNumber(ours.pure), Number(pure), 'pure epsilon');
    },
  );
});
