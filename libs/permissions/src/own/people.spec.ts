import { expect, it } from 'vitest';
import { peopleNamed } from './people.ts';
import { formToText } from './policy-form.ts';
import { statementsOf } from './read-policy.ts';

const place = { dataset: 'census', name: 'one' };
const nothing = { epsilon: null, purpose: null, until: null, share: null };
const named = (...texts: string[]): string[] => peopleNamed(texts.flatMap((text) => statementsOf('census/p', text)));

it('finds the people that texts name, in scope and condition, each once', () => {
  const one = formToText({ user: 'bob@example.org', ...nothing }, place);
  const other = `permit (principal, action == Action::"query:run", resource)
    when { [User::"eve@example.org", User::"a\\"b@example.org"].contains(principal) };`;
  expect(named(one, other)).toEqual(['a"b@example.org', 'bob@example.org', 'eve@example.org']);
  expect(named(formToText({ group: 'auditor', ...nothing }, place))).toEqual([]);
});
