import { expect, it } from 'vitest';
import { decide } from '../decide.ts';
import { statementsOf, readPolicy } from './read-policy.ts';
import { tooLarge } from './text-limits.ts';

const policy = (condition: string): string =>
  `permit (principal in Group::"data-scientist", action == Action::"query:plan", resource == Dataset::"census") when { ${condition} };`;
const repeated = (part: string, times: number): string => part.repeat(times);

/** What breaks the stack of the evaluator for good, so that nothing is decided any more: found at 128 and more. */
const DEEP: readonly [string, (depth: number) => string][] = [
  ['parentheses', (depth) => `${repeated('(', depth)}true${repeated(')', depth)}`],
  ['lists', (depth) => `${repeated('[', depth)}${repeated(']', depth)} == []`],
  ['records', (depth) => `${repeated('{a: ', depth)}1${repeated('}', depth)} == 1`],
  ['members', (depth) => `context${repeated('.now', depth)} == 1`],
  ['sums', (depth) => `1${repeated(' + 1', depth)} == 1`],
  ['choices', (depth) => `${repeated('if true then true else ', depth)}true`],
  ['negations', (depth) => `${repeated('!(', depth)}true${repeated(')', depth)}`],
];

it.each(DEEP)(
  'a text with deep %s is refused before it is parsed, and everything is decided as before',
  (_what, deep) => {
    expect(tooLarge(policy(deep(300)))).toBeDefined();
    expect(readPolicy(policy(deep(300)), 'census')).toMatchObject({ ok: false, why: 'invalid' });
    expect(decide({ roles: ['auditor'], action: 'audit:read' }).permit).toBe(true);
  },
);

it.each(DEEP)('the deepest %s that are let through are read and decided', (_what, deep) => {
  let depth = 1;
  while (tooLarge(policy(deep(depth + 1))) === undefined) depth += 1;
  expect(depth).toBeGreaterThan(7);
  readPolicy(policy(deep(depth)), 'census');
  const own = statementsOf('census/deep', policy(deep(depth)));
  const dataset = { name: 'census', owner: 'you@example.org', publicMetadata: true, own };
  decide({ roles: ['data-scientist'], action: 'query:plan', context: { now: 0, dataset } });
  expect(decide({ roles: ['auditor'], action: 'audit:read' }).permit).toBe(true);
});

it('all of it at once is still read and decided', () => {
  const links = repeated(' + 1', 60);
  const text = policy(`${repeated('(', 14)}1${links} == 61${repeated(')', 14)}${repeated(' && true', 100)}`);
  expect(tooLarge(text)).toBeUndefined();
  expect(readPolicy(text, 'census')).toMatchObject({ ok: true });
});

it('brackets and points in texts and comments count for nothing', () => {
  expect(
    tooLarge(`// ${repeated('(', 99)}\n${policy(`context.now == datetime("${repeated('[.', 99)}")`)}`),
  ).toBeUndefined();
});

it('is long, or has many statements', () => {
  expect(tooLarge(repeated(' ', 9000))).toMatch(/longer/);
  expect(tooLarge(repeated(`${policy('true')}\n`, 33))).toMatch(/statements/);
});
