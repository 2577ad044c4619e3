import type { QueryAnswer, QueryPlan, Refusal } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { exitOfAnswer, exitOfPlan } from './outcome.ts';

const refusal = (code: string): Refusal => ({ code, message: '', position: null, remedy: '' });
const answer = (state: QueryAnswer['state'], refusals?: Refusal[]): QueryAnswer =>
  ({ state, ...(refusals ? { refusals } : {}) }) as QueryAnswer;
const plan = (refusals: Refusal[]): QueryPlan =>
  ({ accepted: refusals.length === 0, refusals }) as unknown as QueryPlan;

describe('the exit code', () => {
  it.each([
    ['released', 0],
    ['queued', 0],
    ['withheld', 1],
    ['cancelled', 1],
    ['refused', 3],
    ['waiting_approval', 6],
    ['in_review', 6],
  ] as const)('of %s is %i', (state, exit) => {
    expect(exitOfAnswer(answer(state))).toBe(exit);
  });

  it('of a budget that is used up is 5, of any other refusal 3', () => {
    expect(exitOfPlan(plan([]))).toBe(0);
    expect(exitOfPlan(plan([refusal('BUDGET_EXCEEDED')]))).toBe(5);
    expect(exitOfPlan(plan([refusal('EPSILON_LIMIT')]))).toBe(3);
    expect(exitOfPlan(plan([refusal('BUDGET_EXCEEDED'), refusal('SQL_STAR')]))).toBe(3);
    expect(exitOfAnswer(answer('refused', [refusal('BUDGET_EXCEEDED')]))).toBe(5);
  });
});
