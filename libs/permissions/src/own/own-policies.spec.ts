import { describe, expect, it } from 'vitest';
import { decide } from '../decide.ts';
import type { ReleaseFacts } from '../context.ts';
import { largestEpsilon, type ReleaseRequest } from './epsilon-end.ts';
import { formToText } from './policy-form.ts';
import { statementsOf } from './read-policy.ts';

const release: ReleaseFacts = {
  epsilon: 0.5,
  delta: 1e-7,
  usedByPerson: 0.02,
  usedByPersonAfter: 0.03,
  remaining: 0.9,
  plugin: { name: 'sql', version: '1.0.0' },
};
const GROUP = 'principal in Group::"data-scientist", action == Action::"query:run", resource == Dataset::"census"';
const when = (condition: string): string => `permit (${GROUP}) when { ${condition} };`;
const request = (texts: readonly string[], facts: Partial<ReleaseFacts> = {}): ReleaseRequest => ({
  name: 'me@example.org',
  roles: ['data-scientist'],
  action: 'query:run',
  context: {
    now: Date.parse('2026-11-24T00:00:00Z'),
    dataset: {
      name: 'census',
      owner: 'you@example.org',
      level: 2,
      publicMetadata: true,
      own: texts.flatMap((text, index) => statementsOf(`census/p${index}`, text)),
    },
    release: { ...release, ...facts },
  },
});
const permits = (texts: string | readonly string[], facts: Partial<ReleaseFacts> = {}): boolean =>
  decide(request([texts].flat(), facts)).permit;

describe('own policies', () => {
  const upToHalf = formToText(
    { group: 'data-scientist', epsilon: 0.5, purpose: null, until: null, share: null },
    { dataset: 'census', name: 'half' },
  );

  it('bound epsilon, never to the favour of who asks', () => {
    expect(permits(upToHalf, { epsilon: 0.5 })).toBe(true);
    expect(permits(upToHalf, { epsilon: 0.1 + 0.2 + 0.2 })).toBe(true);
    expect(permits(upToHalf, { epsilon: 0.500001 })).toBe(false);
    expect(permits(upToHalf, { epsilon: 1e300 })).toBe(false);
  });

  it('add up: what one permits, the limit of another does not take back', () => {
    expect(permits([upToHalf, `permit (${GROUP});`], { epsilon: 5 })).toBe(true);
  });

  it('forbid over every permit', () => {
    const forbid = `forbid (principal, action == Action::"query:run", resource == Dataset::"census");`;
    expect(decide(request([upToHalf, forbid]))).toEqual({
      permit: false,
      rule: 'own-policies-forbid',
      policy: 'census/p1',
    });
  });

  it.each([
    ['context.delta <= 100000000', { delta: 1.1e-7 }],
    ['context.usedByPerson.lessThanOrEqual(decimal("0.02"))', { usedByPerson: 0.02001 }],
    ['context.usedByPersonAfter.lessThanOrEqual(decimal("0.03"))', { usedByPersonAfter: 0.030001 }],
    ['context.remaining.greaterThanOrEqual(decimal("0.9"))', { remaining: 0.89999 }],
    ['context.plugin == "sql" && context.pluginVersion == "1.0.0"', { plugin: { name: 'sql', version: '1.0.1' } }],
  ])('know the facts of a release: %s', (condition, worse) => {
    expect(permits(when(condition))).toBe(true);
    expect(permits(when(condition), worse)).toBe(false);
  });

  it('know the level, the owner and the caller', () => {
    expect(permits(when('resource.level == 2 && resource.owner == User::"you@example.org"'))).toBe(true);
    expect(permits(when('principal == User::"you@example.org"'))).toBe(false);
  });

  it('permit nothing by what is not known yet', () => {
    expect(permits(when('context has purpose && context.purpose == "study"'))).toBe(false);
    expect(permits(when('context has authentication'))).toBe(false);
  });

  it('mean no when one of them cannot be evaluated, and say which', () => {
    const overflow = `forbid (${GROUP}) when { context.delta + 9223372036854775807 < 0 };`;
    expect(decide(request([`permit (${GROUP});`, overflow]))).toEqual({
      permit: false,
      rule: 'evaluation-error',
      policy: 'census/p1',
    });
  });

  it('cannot say that the shipped ones may believe them', () => {
    const claim = `permit (${GROUP}) when { context has ownPermit && context.ownPermit };`;
    expect(permits(claim)).toBe(false);
  });

  it('are decided by as they stand, however many data sets were asked before', () => {
    for (let index = 0; index < 600; index += 1) {
      expect(permits(when(`context.delta < ${100_000_001 + index}`), { delta: 1e-7 })).toBe(true);
      expect(permits(when(`context.delta < ${index}`), { delta: 1e-7 })).toBe(false);
    }
    expect(permits(upToHalf, { epsilon: 0.6 })).toBe(false);
  });
});

describe('where policies end', () => {
  const end = (texts: string | readonly string[], facts: Partial<ReleaseFacts> = { epsilon: 2 }): number | null =>
    largestEpsilon(request([texts].flat(), facts));

  it('is the largest epsilon that any of them permits', () => {
    expect(end(when('context.epsilon.lessThanOrEqual(decimal("0.5"))'))).toBe(0.5);
    expect(end(when('context.epsilon.lessThan(decimal("0.5"))'))).toBe(0.4999);
    expect(
      end([0.25, 1.5, 3].map((most) => when(`context.epsilon.lessThanOrEqual(decimal("${most.toFixed(2)}"))`))),
    ).toBe(2);
    expect(end([0.25, 1.5].map((most) => when(`context.epsilon.lessThanOrEqual(decimal("${most.toFixed(2)}"))`)))).toBe(
      1.5,
    );
    const forbid = `forbid (${GROUP}) when { context.epsilon.greaterThan(decimal("0.75")) };`;
    expect(end([`permit (${GROUP});`, forbid])).toBe(0.75);
  });

  it('is the asked one where nothing limits it, and nothing where nothing is permitted', () => {
    expect(end(`permit (${GROUP});`, { epsilon: 0.123456 })).toBe(0.123456);
    expect(end([])).toBeNull();
    expect(end(when('context.usedByPersonAfter.lessThanOrEqual(decimal("0.01"))'))).toBeNull();
  });
});
