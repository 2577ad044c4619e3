import type { PolicyForm } from '@dq0/protocol';
import { expect, it } from 'vitest';
import { covers } from './covers.ts';

const UNBOUNDED = { group: 'auditor', epsilon: null, purpose: null, until: null, share: null };
const form = (part: Partial<PolicyForm>): PolicyForm => ({ ...UNBOUNDED, ...part });

it.each<[Partial<PolicyForm>, Partial<PolicyForm>]>([
  [{}, {}],
  [{}, { epsilon: 0.5, purpose: 'study', share: 0.1, until: '2027-07-01T00:00:00Z' }],
  [{ epsilon: 0.5 }, { epsilon: 0.5 }],
  [{ share: 0.2 }, { share: 0.1 }],
  [{ until: '2027-07-01T00:00:00.000Z' }, { until: '2027-07-01T00:00:00Z' }],
  [{ purpose: 'study' }, { purpose: 'study', epsilon: 1 }],
])('%j covers %j', (wide, narrow) => {
  expect(covers(form(wide), form(narrow))).toBe(true);
});

it.each<[Partial<PolicyForm>, Partial<PolicyForm>]>([
  [{ group: 'data-owner' }, {}],
  [{ group: undefined, user: 'ada@example.org' }, {}],
  [{ epsilon: 0.5 }, {}],
  [{ epsilon: 0.5 }, { epsilon: 0.6 }],
  [{ share: 0.1 }, { share: 0.2 }],
  [{ until: '2027-07-01T00:00:00Z' }, {}],
  [{ until: '2027-07-01T00:00:00Z' }, { until: '2027-07-01T00:00:01Z' }],
  [{ purpose: 'study' }, {}],
  [{ purpose: 'study' }, { purpose: 'other' }],
])('%j does not cover %j', (wide, narrow) => {
  expect(covers(form(wide), form(narrow))).toBe(false);
});
