import type { AcceptedPlan, PlanAnswer } from '@dq0/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveForError, type Wanted } from './wanted-error.ts';

type Column = { name: string; part?: 'count' | 'sum'; halfWidth: ((epsilon: number) => number) | null };

/** A planner whose errors follow a rule; counts how often it was asked. */
function planner(columns: readonly Column[]) {
  let asked = 0;
  const plan = (epsilon: number): Promise<PlanAnswer> => {
    asked += 1;
    return Promise.resolve({
      accepted: true,
      epsilon,
      mechanisms: columns.flatMap(({ name, part }) =>
        part ? [{ column: name, part, kind: 'gaussian', scale: 1, sensitivity: 1 }] : [],
      ),
      errors: columns.map(({ name, halfWidth }) => ({ column: name, halfWidth95: halfWidth?.(epsilon) ?? null })),
    } as unknown as AcceptedPlan);
  };
  return { plan, asked: () => asked };
}

const count = (factor: number): Column => ({
  name: 'n',
  part: 'count',
  halfWidth: (epsilon) => Math.ceil(factor / epsilon),
});
const wanted = (given: Partial<Wanted>): Wanted => ({ error: 10, expect: undefined, limit: 1, ...given });
const code = (solved: Awaited<ReturnType<typeof solveForError>>): string | undefined =>
  'refusals' in solved ? solved.refusals[0]?.code : undefined;

describe('a price for an error', () => {
  it('keeps to the error, and hardly less would not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        fc.integer({ min: 5, max: 100_000 }),
        async (factor, error) => {
          const { plan, asked } = planner([count(factor)]);
          const solved = await solveForError(wanted({ error, limit: 100 }), plan);
          if ('refusals' in solved) throw new Error('refused');
          expect(solved.plan.errors[0]?.halfWidth95).toBeLessThanOrEqual(error);
          const cheaper = solved.epsilon / 1.015;
          if (cheaper > 100 * 1e-6 * 1.01) expect(Math.ceil(factor / cheaper)).toBeGreaterThan(error - 1);
          expect(asked()).toBeLessThan(40);
        },
      ),
    );
  });

  it('looks at the column that is worst off', async () => {
    const { plan } = planner([count(1), { ...count(8), name: 'm' }]);
    const solved = await solveForError(wanted({ error: 16 }), plan);
    expect(solved).toMatchObject({ epsilon: expect.closeTo(0.5, 2) });
  });

  it('takes a percentage of the rows expected', async () => {
    const { plan } = planner([count(5)]);
    const solved = await solveForError(wanted({ error: '5%', expect: 200 }), plan);
    expect(solved).toMatchObject({ epsilon: expect.closeTo(0.5, 2) });
  });

  it.each([
    ['ERROR_UNREACHABLE', wanted({ error: 4 }), [count(5)]],
    ['ERROR_RELATIVE', wanted({ error: '5%' }), [count(5)]],
    ['ERROR_RELATIVE', wanted({ error: '5%', expect: 100 }), [{ ...count(5), part: 'sum' as const }]],
    ['ERROR_OPEN', wanted({}), [{ name: 'a', part: 'sum' as const, halfWidth: null }]],
    ['ERROR_OPEN', wanted({ expect: 1000 }), [{ name: 'a', part: 'sum' as const, halfWidth: null }]],
    ['ERROR_NOTHING', wanted({}), []],
  ])('refuses with %s', async (expected, given, columns) => {
    expect(code(await solveForError(given, planner(columns).plan))).toBe(expected);
  });

  it('does not ask for what was given already', async () => {
    const { plan } = planner([{ name: 'm', part: 'sum', halfWidth: null }]);
    const remedy = async (given: Partial<Wanted>): Promise<string | undefined> => {
      const solved = await solveForError(wanted(given), plan);
      return 'refusals' in solved ? solved.refusals[0]?.remedy : undefined;
    };
    expect(await remedy({})).toContain('expect 1000');
    expect(await remedy({ expect: 1000 })).not.toContain('expect 1000');
  });

  it('says which error the limit allows, so that following it is enough', async () => {
    const { plan } = planner([count(7)]);
    const solved = await solveForError(wanted({ error: 3 }), plan);
    if (!('refusals' in solved)) throw new Error('solved');
    const suggested = Number(/error (\S+)/.exec(solved.refusals[0]?.remedy ?? '')?.[1]);
    expect(await solveForError(wanted({ error: suggested }), plan)).toHaveProperty('epsilon');
  });

  it('passes on why the planner refuses the text', async () => {
    const refusals = [{ code: 'ROWS', message: 'Rows never leave.', position: null, remedy: 'Count.' }];
    const solved = await solveForError(wanted({}), () => Promise.resolve({ accepted: false, refusals }));
    expect(code(solved)).toBe('ROWS');
  });
});
