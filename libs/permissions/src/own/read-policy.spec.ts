import { describe, expect, it } from 'vitest';
import { readPolicy } from './read-policy.ts';

const scope = (change: { principal?: string; action?: string; resource?: string } = {}): string => {
  const {
    principal = 'principal in Group::"data-scientist"',
    action = 'action == Action::"query:run"',
    resource = 'resource == Dataset::"census"',
  } = change;
  return `(${principal}, ${action}, ${resource})`;
};
const read = (text: string, of: string | null = 'census') => readPolicy(text, of);
const why = (text: string, of: string | null = 'census'): string => {
  const result = read(text, of);
  return result.ok ? 'ok' : `${result.why} ${result.problems[0]?.path ?? ''}`;
};

describe('a policy that is read', () => {
  it('may bound who asks the data set, by every fact of a release', () => {
    expect(
      read(`@id("labour")
        permit ${scope()}
        when { context.epsilon.lessThanOrEqual(decimal("0.5")) && context.delta <= 1000000000 }
        unless { context.plugin != "sql" || resource.level == 2 };`),
    ).toEqual({ ok: true, id: 'labour' });
  });

  it.each([
    ['permit (principal, action, resource)\n whn { true };', 'line 2, column 2', 'invalid policy condition: whn'],
    [`// é\npermit ${scope()}\nwhen { context.epsilonn == 1 };`, 'line 3, column 8', 'epsilonn'],
    [`permit ${scope()} when { context.epsilon < 1 };`, 'line 1, column', 'decimal'],
    [`permit ${scope()} when { context.purpose == "study" };`, 'line 1, column', 'has purpose'],
    [`permit ${scope({ action: 'action == Action::"query:walk"' })};`, 'line 1, column', 'query:walk'],
    [`permit ${scope({ principal: 'principal in ?principal' })};`, 'text', 'template'],
    ['// nothing', 'text', 'no statement'],
  ])('is refused with its place when it is not sound: %s', (text, path, message) => {
    const result = read(text);
    if (result.ok) throw new Error('it was read');
    expect(result.why).toBe('invalid');
    expect(result.problems[0]?.path).toContain(path);
    expect(result.problems.map((problem) => problem.message).join()).toContain(message);
  });

  it.each([
    ['another data set', `permit ${scope({ resource: 'resource == Dataset::"other"' })};`, 'resource'],
    ['every data set', `permit ${scope({ resource: 'resource' })};`, 'resource'],
    ['a kind of thing', `permit ${scope({ resource: 'resource is Dataset' })};`, 'resource'],
    ['everybody', `permit ${scope({ principal: 'principal' })};`, 'principal'],
    ['every user', `permit ${scope({ principal: 'principal is User' })};`, 'principal'],
    ['a role that there is not', `permit ${scope({ principal: 'principal in Role::"labour-study"' })};`, 'principal'],
    [
      'a group that there is not',
      `permit ${scope({ principal: 'principal in Group::"data-scientists"' })};`,
      'principal',
    ],
    ['every action', `permit ${scope({ action: 'action' })};`, 'action'],
    ['policies themselves', `permit ${scope({ action: 'action == Action::"policy:set"' })};`, 'action'],
    ['the definition', `permit ${scope({ action: 'action == Action::"dataset:export"' })};`, 'action'],
    [
      'a part of it',
      `permit ${scope({ action: 'action in [Action::"query:run", Action::"budget:join"]' })};`,
      'action',
    ],
    [
      'what auditors read',
      `forbid ${scope({ action: 'action == Action::"budget:show"', principal: 'principal' })};`,
      'action',
    ],
    ['a scope of its own', `@scope("all") permit ${scope()};`, '@scope'],
    ['a second statement', `permit ${scope()}; permit ${scope({ resource: 'resource' })};`, 'statement 2, resource'],
  ])('goes beyond what an owner may write: %s', (_what, text, place) => {
    expect(why(text)).toBe(`bounds ${place}`);
  });

  it('forbids, and never permits, where it is of the platform', () => {
    expect(why(`forbid ${scope({ principal: 'principal', resource: 'resource' })};`, null)).toBe('ok');
    expect(why(`forbid ${scope({ principal: 'principal', resource: 'resource is Dataset' })};`, null)).toBe('ok');
    expect(why(`permit ${scope({ resource: 'resource' })};`, null)).toBe('bounds permit');
    expect(why(`forbid ${scope({ action: 'action == Action::"audit:read"', resource: 'resource' })};`, null)).toBe(
      'bounds action',
    );
  });

  it('names a role, or a group that is known', () => {
    const groups = ['labour-study'];
    const of = (principal: string) => readPolicy(`permit ${scope({ principal })};`, 'census', groups).ok;
    expect([of('principal in Group::"labour-study"'), of('principal in Group::"data-owner"')]).toEqual([true, true]);
    expect([of('principal in Role::"labour-study"'), of('principal in Group::"other-study"')]).toEqual([false, false]);
  });

  it('names a user by the address', () => {
    expect(why(`permit ${scope({ principal: 'principal == User::"ada@example.org"' })};`)).toBe('ok');
  });
});
