import { CodedError } from '@dq0/protocol';
import { expect, it } from 'vitest';
import { namingFlags } from './name-flags.ts';

const FLAGS: Readonly<Record<string, string>> = { until: 'until', 'draft.form.until': 'until', groups: 'grant' };

it('names a member that a flag gave by that flag, and leaves every other', () => {
  const details = ['until', 'draft.form.until', 'groups.0', 'dataset', ''].map((path) => ({ path, message: 'wrong' }));
  const options = { details, auditId: 'a-1', message: 'm', remedy: 'r' };
  const named = namingFlags(new CodedError('INPUT_INVALID', options), (member) => FLAGS[member]) as CodedError;
  expect(named.details.map(({ path }) => path)).toEqual(['--until', '--until', '--grant', 'dataset', '']);
  expect(named).toMatchObject({ code: 'INPUT_INVALID', auditId: 'a-1', message: 'm', remedy: 'r' });
});

it('leaves what is no coded error', () => {
  const error = new TypeError('x');
  expect(namingFlags(error, () => 'until')).toBe(error);
});
