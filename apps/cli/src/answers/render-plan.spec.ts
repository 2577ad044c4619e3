import type { QueryPlan } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { renderPlan } from './render-plan.ts';

const plan = (more: number): QueryPlan => ({
  accepted: true,
  refusals: [],
  columns: [],
  spends: { epsilon: 0.5, delta: 1e-7, share: 0.26 },
  remaining: { share: 0.26, more },
  mechanisms: [],
  errors: [],
  threshold: null,
});

describe('a plan', () => {
  it.each([
    [0, 'not enough for this.'],
    [1, 'enough for this one and no other like it.'],
    [93, 'enough for this one and about 92 more like it.'],
  ])('of which %i fit now says how many are left after it', (more, says) => {
    expect(renderPlan(plan(more))).toMatch(new RegExp(`26 % remain now, ${says}$`));
  });
});
