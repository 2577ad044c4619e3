import type { ExecutorCheck } from '@dq0/protocol';
import { expect, it } from 'vitest';
import { summaryOf } from './check-summary.ts';

const finding = (ok: boolean): ExecutorCheck['findings'][number] => {
  return { name: 'network', wanted: 'refused', ok, tried: '', found: '', remedy: null, milliseconds: 1 };
};
const check = (...fine: boolean[]): ExecutorCheck => {
  return {
    executor: 'local',
    kind: 'bubblewrap',
    ok: fine.every(Boolean),
    milliseconds: 1840,
    findings: fine.map(finding),
  };
};

it('a check says first whether all is well, else how much needs a look', () => {
  expect(summaryOf(check(true, true))).toBe('All is as it should be. The check took 1.8 s.');
  expect(summaryOf(check(true, false))).toContain('One finding needs a look.');
  expect(summaryOf(check(false, false))).toContain('2 findings need a look.');
});
