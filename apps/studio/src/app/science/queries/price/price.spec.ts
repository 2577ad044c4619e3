import type { QueryPlan } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { type Price, sentence, spoken } from './price.ts';

const plan = (given: Partial<QueryPlan> = {}): QueryPlan => ({
  accepted: true,
  refusals: [],
  columns: [],
  spends: { epsilon: 0.7, delta: 1e-7, share: 0.0066 },
  remaining: { share: 0.617, more: 93 },
  mechanisms: [{ column: 'n', part: 'count', kind: 'gaussian', scale: 10, sensitivity: 1 }],
  errors: [{ column: 'n', halfWidth95: 20 }],
  threshold: null,
  ...given,
});
const price = (given: Partial<Price> = {}): Price => ({
  plan: plan(),
  epsilon: 0.7,
  stop: { by: 'error', value: 20 },
  held: undefined,
  free: false,
  refines: false,
  ...given,
});
const said = (given?: Partial<Price>): string =>
  sentence(price(given), 'people')
    .map(({ text }) => text)
    .join('');

describe('the sentence of the price card', () => {
  it('says error, certainty, share and how many more', () => {
    expect(said()).toBe(
      'At ± 20 people, 19 times in 20, it would use 0.66 % of the account; after it there is room for about 92 more like it.',
    );
  });

  it('says what is held, and what a sharper look costs', () => {
    const held = { job: 'j', epsilon: 0.4, halfWidth: 30 };
    expect(said({ held })).toMatch(/^You hold this answer at ± 30 people, free to read again\. At ± 20 people/);
    expect(said({ held, free: true })).toBe(
      'You hold this answer at ± 30 people. Reading it again is free and uses nothing.',
    );
  });

  it('names epsilon where the error depends on the data, and no unit where not people are counted', () => {
    expect(said({ plan: plan({ errors: [{ column: 'a', halfWidth95: null }] }) })).toMatch(
      /^At epsilon 0\.70, it would use/,
    );
    const sum = plan({ mechanisms: [{ column: 's', part: 'sum', kind: 'gaussian', scale: 10, sensitivity: 1 }] });
    expect(said({ plan: sum })).toMatch(/^At ± 20, 19 times/);
  });

  it('says when it is the last one that fits', () => {
    const last = plan({ spends: { epsilon: 0.7, delta: 1e-7, share: 0.74 }, remaining: { share: 0.74, more: 1 } });
    expect(said({ plan: last })).toMatch(/it would use 74 % of the account; it is the last one like it that fits\.$/);
    expect(spoken(price({ plan: last }), 'people')).toMatch(/uses 74 percent, the last one like it$/);
  });

  it('is spoken by the slider', () => {
    expect(spoken(price(), 'people')).toBe('Within 20 people, uses 0.66 percent, then room for about 92 more like it');
  });
});
