import { budgetHistory, infoRun, listQueries } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { entityTag, hasIt } from './entity-tag.ts';
import { nextPage } from './next-page.ts';

describe('a page', () => {
  const queries = [{ submitted: '2026-11-24T00:00:02Z' }, { submitted: '2026-11-24T00:00:01Z' }];

  it('that is full leads to the next one, with what was asked', () => {
    expect(nextPage(listQueries, '/v1/queries?limit=2', { limit: 2 }, { queries })).toBe(
      '</v1/queries?limit=2&before=2026-11-24T00%3A00%3A01Z>; rel="next"',
    );
    const spends = [{ number: 7 }];
    expect(nextPage(budgetHistory, '/v1/budgets/us/spends?limit=1&before=8', { limit: 1 }, { spends })).toBe(
      '</v1/budgets/us/spends?limit=1&before=7>; rel="next"',
    );
  });

  it('that is not full is the last', () => {
    expect(nextPage(listQueries, '/v1/queries?limit=3', { limit: 3 }, { queries })).toBeUndefined();
    expect(nextPage(infoRun, '/v1/runs/x', {}, {})).toBeUndefined();
  });
});

describe('an entity tag', () => {
  it('names one body, and is recognised in a list, weak or not', async () => {
    const tag = await entityTag('{"a":1}');
    expect(await entityTag('{"a":2}')).not.toBe(tag);
    expect(hasIt(tag, tag)).toBe(true);
    expect(hasIt(`"other", W/${tag}`, tag)).toBe(true);
    expect(hasIt('*', tag)).toBe(true);
    expect(hasIt('"other"', tag)).toBe(false);
    expect(hasIt(undefined, tag)).toBe(false);
  });
});
