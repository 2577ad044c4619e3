import { expect, it } from 'vitest';
import { decide } from '../decide.ts';
import { formToText } from './policy-form.ts';
import { purposesNamed } from './purposes.ts';
import { statementsOf } from './read-policy.ts';

const GROUP = 'principal in Group::"data-scientist", action == Action::"query:run", resource == Dataset::"census"';
const when = (condition: string): string => `permit (${GROUP}) when { context has purpose && ${condition} };`;
const form = { group: 'data-scientist', epsilon: null, purpose: 'labour-study', until: null, share: null };
const bound = formToText(form, { dataset: 'census', name: 'study' });
const named = (...texts: string[]): string[] => purposesNamed(texts.flatMap((text) => statementsOf('census/p', text)));

it('finds the purposes that texts name, wherever they stand', () => {
  expect(named(bound)).toEqual(['labour-study']);
  expect(named(bound, when('(context.purpose == "b" || "a" == context.purpose)'))).toEqual(['a', 'b', 'labour-study']);
  expect(named(`permit (${GROUP}) when { context.plugin == "sql" };`, when('context.purpose like "x*"'))).toEqual([]);
});

it('lets who declares the purpose ask, and nobody else', () => {
  const plugin = { name: 'sql', version: '1.0.0' };
  const release = { epsilon: 1, delta: 0, usedByPerson: 0, usedByPersonAfter: 0, remaining: 1, plugin };
  const own = statementsOf('census/study', bound);
  const dataset = { name: 'census', owner: 'you@example.org', publicMetadata: true, own };
  const permits = (purpose?: string, action = 'query:run'): boolean => {
    const context = { now: 0, dataset, release, ...(purpose === undefined ? {} : { purpose }) };
    return decide({ name: 'me@example.org', roles: ['data-scientist'], action, context }).permit;
  };
  expect([permits('labour-study'), permits('labour'), permits('')]).toEqual([true, false, false]);
  expect([permits(), permits(undefined, 'query:plan')]).toEqual([false, true]);
});
