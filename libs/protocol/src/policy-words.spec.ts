import { describe, expect, it } from 'vitest';
import type { PolicyForm } from './operations/policy/policy-vocabulary.ts';
import { consequenceLines } from './policy-words.ts';

const was: PolicyForm = {
  ...{ group: 'data-scientist', epsilon: 0.5, purpose: null, share: 0.1 },
  until: '2027-08-01T00:00:00.000Z',
};
const rewritten = (after: Partial<PolicyForm>, policy = 'census/data-scientist') => ({
  policy,
  before: was,
  after: { ...was, ...after },
});
const LATER = 'At this moment nobody gains or loses by it; later somebody may.';
const answer = { permit: true, rule: 'r', policy: null, mostEpsilon: null, purpose: null };
const effect = { kind: 'group' as const, who: 'auditor', action: 'query:run', before: answer, after: answer };

describe('what a change of policies does', () => {
  it.each<[Partial<PolicyForm>, string]>([
    [
      { until: '2027-07-01T00:00:00.000Z' },
      'Its end changes from the end of 2027-07-31 (UTC) to the end of 2027-06-30 (UTC).',
    ],
    [{ until: null }, 'Its end changes from the end of 2027-07-31 (UTC) to no end.'],
    [{ epsilon: 0.25 }, 'Its epsilon changes from at most 0.5 to at most 0.25.'],
    [{ epsilon: null }, 'Its epsilon changes from at most 0.5 to no bound.'],
    [{ purpose: 'study' }, 'Its purpose changes from any purpose to study.'],
    [{ share: 0.07 }, 'Its share changes from 10 % to 7 %.'],
    [{ share: null }, 'Its share changes from 10 % to the whole account.'],
    [{ group: undefined, user: 'ada@example.org' }, 'It is for ada@example.org instead of the group data-scientist.'],
  ])('names each bound that it makes another, whoever is concerned now: %j', (after, line) => {
    expect(consequenceLines({ changes: [], rewritten: [rewritten(after)], idle: false })).toEqual([line, LATER]);
    expect(consequenceLines({ changes: [effect], rewritten: [rewritten(after)], idle: false })).toEqual([line]);
  });

  it('names the policy where there are several', () => {
    const several = [rewritten({ epsilon: 1 }, 'census/a'), rewritten({ until: null }, 'census/b')];
    expect(consequenceLines({ changes: [effect], rewritten: several, idle: false })).toEqual([
      'census/a: its epsilon changes from at most 0.5 to at most 1.',
      'census/b: its end changes from the end of 2027-07-31 (UTC) to no end.',
    ]);
  });

  it('is nothing only where the platform says so', () => {
    expect(consequenceLines({ changes: [], rewritten: [], idle: false })).toEqual([LATER]);
    expect(consequenceLines({ changes: [], rewritten: [], idle: true })).toEqual([
      'It changes nothing for anybody: with it and without it the policies say the same.',
    ]);
  });
});
