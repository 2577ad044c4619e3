import { describe, expect, inject, it } from 'vitest';
import { Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));
const GROUP = 'e2e-study';
const SCIENTIST = 'scientist@example.org';
/** Asked by no other test. */
const SQL = 'SELECT COUNT(*) AS n FROM adult WHERE age > 68';

const admin = <T = Record<string, unknown>>(...words: string[]) => quarantine.json<T>('admin', words);
const owner = <T = Record<string, unknown>>(...words: string[]) => quarantine.json<T>('owner', words);
const asked = (epsilon: string) =>
  quarantine.json('scientist', ['query', 'plan', SQL, '--dataset', 'census', '--epsilon', epsilon]);
const errorOf = (value: Record<string, unknown>) => (value['error'] as { code: string }).code;

describe('a group beside the roles', () => {
  it('is made, filled, granted to, forbidden and emptied through the command line, at once', async () => {
    expect((await owner('policy', 'set', 'census', '--group', GROUP)).value).toMatchObject({
      error: { code: 'GROUP_UNKNOWN', remedy: expect.stringContaining('dq0 group list') as string },
    });
    expect((await admin('group', 'create', GROUP)).value).toEqual({ group: GROUP });
    expect((await quarantine.json('scientist', ['group', 'create', 'mine'])).exit).toBe(3);
    expect((await admin('user', 'groups', SCIENTIST, '--group', GROUP, '--yes')).value).toMatchObject({
      user: { email: SCIENTIST, roles: ['data-scientist'], groups: [GROUP] },
    });
    expect((await quarantine.json('scientist', ['user', 'whoami'])).value).toMatchObject({ groups: [GROUP] });
    const listed = await owner<{ groups: object[] }>('group', 'list');
    expect(listed.value.groups).toContainEqual(expect.objectContaining({ group: GROUP, members: 1 }));
    expect((await quarantine.dq0('owner', ['user', 'list'])).stdout).toMatch(
      new RegExp(`^${SCIENTIST} +approved +data-scientist +${GROUP} `, 'm'),
    );

    // Others grant the same data set to all scientists: what only this group does not get is seen by a forbid.
    expect((await asked('0.1')).exit).toBe(0);
    const file = quarantine.file(
      'not-them.cedar',
      `forbid (principal in Group::"${GROUP}", action == Action::"query:run", resource == Dataset::"census")
when { context.epsilon.greaterThan(decimal("0.05")) };`,
    );
    expect((await owner('policy', 'set', 'census', file, '--name', 'not-them')).exit).toBe(0);
    try {
      expect([(await asked('0.1')).exit, (await asked('0.04')).exit]).toEqual([3, 0]);
      const tried = await owner<{ rows: object[] }>('policy', 'test', 'census', '--group', GROUP, '--epsilon', '0.1');
      expect(tried.value.rows).toMatchObject([{ who: GROUP }, { who: GROUP, now: { permit: false } }]);
      expect((await admin('user', 'groups', SCIENTIST, '--none', '--yes')).exit).toBe(0);
      expect((await asked('0.1')).exit).toBe(0);
    } finally {
      await owner('policy', 'remove', 'census/not-them', '--yes');
    }
  });

  it('is named in a way that can be a group, with one of the two flags', async () => {
    expect((await admin('group', 'create', 'auditor')).exit).toBe(2);
    expect((await admin('user', 'groups', SCIENTIST, '--yes')).exit).toBe(2);
    expect((await admin('user', 'groups', SCIENTIST, '--none', '--group', GROUP, '--yes')).exit).toBe(2);
    const unknown = await admin('user', 'groups', SCIENTIST, '--group', 'nothing-here', '--yes');
    expect([unknown.exit, errorOf(unknown.value)]).toEqual([2, 'GROUP_UNKNOWN']);
  });
});
