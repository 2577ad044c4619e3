import { CodedError } from '@dq0/protocol';
import { expect, it } from 'vitest';
import { pairAgain } from './pair-again.ts';

const over = new CodedError('AUTH_REFUSED', { auditId: 'a-1' });

it('tells a machine whose login is over what it can do', () => {
  const told = pairAgain(over, { machine: true });
  expect(told).toMatchObject({ code: 'AUTH_REFUSED', auditId: 'a-1' });
  expect((told as CodedError).remedy).toMatch(/: dq0 device pair --machine$/);
});

it('leaves people, and whatever else happened, as it is', () => {
  expect(pairAgain(over, { machine: false })).toBe(over);
  const other = new CodedError('ACCESS_DENIED');
  expect(pairAgain(other, { machine: true })).toBe(other);
});
