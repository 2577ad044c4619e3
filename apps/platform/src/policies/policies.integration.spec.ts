import type { Role } from '@dq0/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { putUser } from '../../testing/rows.ts';
import { temporaryDatabase, type TemporaryDatabase } from '../../testing/temporary-database.ts';
import type { CallingUser } from '../operations/handler.ts';
import { PoliciesRepository } from './policies.repository.ts';
import { PoliciesService } from './policies.service.ts';

let database: TemporaryDatabase;
let clock: FakeClock;
let policies: PoliciesService;

beforeEach(async () => {
  database = await temporaryDatabase();
  clock = new FakeClock();
  policies = new PoliciesService(clock, new PoliciesRepository());
  database.unitOfWork.write((writing) => putUser(writing, 'owner'));
});
afterEach(() => database.remove());

const user = (...roles: Role[]): CallingUser => ({ id: 'u', email: 'u@example.org', roles, groups: [] });
const dataset = { id: 'the-id', name: 'census', ownerId: 'owner' };
const release = {
  epsilon: 0.5,
  delta: 1e-7,
  usedByPerson: 0,
  usedByPersonAfter: 0.001,
  remaining: 1,
  plugin: { name: 'sql', version: '1.0.0' },
};
const grant = (group: string, until?: string): number =>
  database.unitOfWork.write((writing) =>
    policies.grant(writing, { datasetId: 'the-id', dataset: 'census', group, by: 'owner', until }),
  );
const decide = (caller: CallingUser, action: string, about = dataset) =>
  database.unitOfWork.read((reading) => policies.decide(reading, { user: caller, action, dataset: about, release }));

describe('a grant', () => {
  it('lets the group ask, and is named with its version', () => {
    expect(decide(user('data-scientist'), 'query:run')).toMatchObject({ permit: false, policyVersion: 1 });
    expect(grant('data-scientist')).toBe(2);
    expect(decide(user('data-scientist'), 'query:run')).toEqual({
      permit: true,
      rule: 'granted-groups-ask',
      scope: 'all',
      policy: 'census/data-scientist',
      policyVersion: 2,
    });
    expect(grant('auditor')).toBe(3);
  });

  it('is for one data set, one group, and its time', () => {
    grant('data-scientist', '2026-11-24T09:00:00.000Z');
    expect(decide(user('data-scientist'), 'query:run', { ...dataset, id: 'another-id' }).permit).toBe(false);
    expect(decide(user('data-owner'), 'query:run').permit).toBe(false);
    clock.advance({ minutes: 59 });
    expect(decide(user('data-scientist'), 'query:run').permit).toBe(true);
    clock.advance({ minutes: 1 });
    expect(decide(user('data-scientist'), 'query:run').permit).toBe(false);
  });

  it('does not open data to an administrator', () => {
    grant('administrator');
    expect(decide(user('administrator'), 'query:run')).toMatchObject({
      permit: false,
      rule: 'administrators-read-no-data',
    });
  });
});

describe('what the router asks first', () => {
  const mayAtAll = (caller: CallingUser | null, action: string): boolean =>
    database.unitOfWork.read((reading) => policies.mayAtAll(reading, caller, action)).permit;

  it('is whether any data set, job or role could permit it', () => {
    expect(mayAtAll(user('data-scientist'), 'query:run')).toBe(true);
    expect(mayAtAll(user('administrator'), 'query:run')).toBe(false);
    expect(mayAtAll(user('data-owner'), 'user:approve')).toBe(true);
    expect(mayAtAll(user('data-scientist'), 'user:approve')).toBe(false);
    expect(mayAtAll(null, 'user:login')).toBe(true);
    expect(mayAtAll(null, 'user:whoami')).toBe(false);
    expect(mayAtAll(user('administrator'), 'user:promote')).toBe(false);
  });
});
