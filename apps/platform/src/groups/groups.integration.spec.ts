import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDevice } from '../../testing/test-device.ts';
import { TestPlatform } from '../../testing/test-platform.ts';

interface Member {
  readonly device: TestDevice;
  readonly token: string;
}

let platform: TestPlatform;
let admin: Member;
let owner: Member;

beforeAll(async () => {
  platform = await TestPlatform.start();
  admin = await platform.admin();
  owner = await member('owner@example.org', { role: 'data-owner' });
});
afterAll(() => platform.remove());

function as<T = Record<string, unknown>>({ device, token }: Member, operation: string, input: unknown): Promise<T> {
  return platform.ask<T>(device, operation, input, { token });
}

async function applicant(email: string): Promise<TestDevice> {
  const device = await platform.device();
  await platform.register(device, email);
  return device;
}

async function member(email: string, as_: { role?: string; groups?: string[] } = {}): Promise<Member> {
  const device = await applicant(email);
  await as(admin, 'user.approve', { email, role: 'data-scientist', ...as_ });
  return { device, token: await platform.logIn(device, email) };
}

const groupsOf = async (person: Member) => (await as(person, 'user.whoami', {}))['groups'];
const listed = async (email: string) =>
  (await as<{ users: { email: string; groups: string[] }[] }>(admin, 'user.list', {})).users.find(
    (user) => user.email === email,
  )?.groups;

describe('groups', () => {
  it('are made by administrators alone, once, and under no name of a role', async () => {
    expect(await as(admin, 'group.create', { group: 'labour-study' })).toEqual({ group: 'labour-study' });
    await expect(as(admin, 'group.create', { group: 'labour-study' })).rejects.toThrow('GROUP_EXISTS');
    for (const group of ['auditor', 'data-owner', 'user', 'Labour', '-', 'x'.repeat(64)]) {
      await expect(as(admin, 'group.create', { group }), group).rejects.toThrow('INPUT_INVALID');
    }
    await expect(as(owner, 'group.create', { group: 'mine' })).rejects.toThrow('ACCESS_DENIED');
  });

  it('hold people from the next message on, and none of them when it is over', async () => {
    await as(admin, 'group.create', { group: 'health-study' });
    const email = 'ada@example.org';
    const ada = await member(email, { groups: ['health-study'] });
    expect([await groupsOf(ada), await listed(email)]).toEqual([['health-study'], ['health-study']]);
    await as(admin, 'user.groups', { email, groups: ['labour-study', 'health-study'] });
    expect([await groupsOf(ada), await listed(email)]).toEqual([
      ['health-study', 'labour-study'],
      ['health-study', 'labour-study'],
    ]);
    const { groups } = await as<{ groups: object[] }>(owner, 'group.list', {});
    expect(groups).toMatchObject([
      { group: 'health-study', members: 1, createdBy: 'admin@example.org' },
      { group: 'labour-study', members: 1 },
    ]);
    await as(admin, 'user.groups', { email, groups: [] });
    expect(await groupsOf(ada)).toEqual([]);
    await as(admin, 'user.groups', { email, groups: ['labour-study'] });
    await as(admin, 'user.disable', { email });
    expect(await listed(email)).toEqual([]);
  });

  it('are told of in the record, before and after', async () => {
    const email = 'told@example.org';
    await member(email, { groups: ['labour-study'] });
    await as(admin, 'user.groups', { email, groups: ['health-study'] });
    const { rows } = await as<{ rows: object[] }>(admin, 'audit.list', { about: email });
    expect(rows).toContainEqual(
      expect.objectContaining({
        action: 'user:groups',
        object: email,
        facts: expect.objectContaining({ groupsBefore: 'labour-study', groupsAfter: 'health-study' }) as object,
      }),
    );
  });

  it('that there are not, and people who are not in, are refused and change nothing', async () => {
    const email = 'bob@example.org';
    const bob = await member(email, { groups: ['labour-study'] });
    const set = (groups: unknown, of = email, by = admin) => as(by, 'user.groups', { email: of, groups });
    await expect(set(['labour-study', 'nothing-here'])).rejects.toThrow('GROUP_UNKNOWN');
    await expect(set(['labour-study', 'labour-study'])).rejects.toThrow('INPUT_INVALID');
    await expect(set(['data-owner'])).rejects.toThrow('INPUT_INVALID');
    await expect(set([], 'nobody@example.org')).rejects.toThrow('USER_UNKNOWN');
    await applicant('waits@example.org');
    await expect(set(['labour-study'], 'waits@example.org')).rejects.toThrow('USER_STATE');
    await expect(set([], email, owner)).rejects.toThrow('ACCESS_DENIED');
    await expect(set([], email, bob)).rejects.toThrow('ACCESS_DENIED');
    await expect(set(['labour-study'], 'admin@example.org')).rejects.toThrow('ACCESS_DENIED');
    expect(await groupsOf(bob)).toEqual(['labour-study']);
  });

  it('are not an owner’s to give, though scientists are theirs to admit', async () => {
    const email = 'eve@example.org';
    const device = await applicant(email);
    const admit = (groups?: string[]) => as(owner, 'user.approve', { email, role: 'data-scientist', groups });
    await expect(admit(['labour-study'])).rejects.toThrow('ACCESS_DENIED');
    await expect(as(admin, 'user.approve', { email, role: 'data-scientist', groups: ['nowhere'] })).rejects.toThrow(
      'GROUP_UNKNOWN',
    );
    await admit();
    expect(await groupsOf({ device, token: await platform.logIn(device, email) })).toEqual([]);
  });

  it('do not come back with somebody who applies again', async () => {
    const email = 'back@example.org';
    const before = await member(email, { groups: ['labour-study'] });
    await as(before, 'device.revoke', { device: before.device.thumbprint });
    expect(await groupsOf(await member(email))).toEqual([]);
  });
});
