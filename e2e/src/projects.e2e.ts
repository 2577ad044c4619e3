import { afterAll, describe, expect, inject, it } from 'vitest';
import { Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));
const CHURN = 'scientist@example.org/e2e-churn';
/** Asked by no other test. */
const SQL = 'SELECT COUNT(*) AS n FROM adult WHERE age > 66';

const scientist = <T = Record<string, unknown>>(...words: string[]) => quarantine.json<T>('scientist', words);
const owner = <T = Record<string, unknown>>(...words: string[]) => quarantine.json<T>('owner', words);
const run = (project: string, epsilon = '0.2') =>
  scientist('query', 'run', SQL, '--dataset', 'census', '--epsilon', epsilon, '--project', project, '--fresh');
const errorOf = (value: Record<string, unknown>) => {
  const { code, message, remedy } = value['error'] as Record<'code' | 'message' | 'remedy', string>;
  return { code, message, remedy };
};
const quota = (share: string, project = CHURN) =>
  owner('budget', 'quota', 'set', 'census', '--project', project, '--share', share);

/** The account is asked by other tests. */
afterAll(() => quota('1'));

describe('a project', () => {
  it('is made, asked for, followed and limited through the command line', async () => {
    expect((await scientist('project', 'create', 'e2e-churn')).value).toMatchObject({
      project: CHURN,
      members: [{ member: 'scientist@example.org' }],
    });
    expect((await scientist('project', 'create', 'e2e-churn')).exit).toBe(1);
    const asked = await run('e2e-churn');
    expect([asked.exit, asked.value['state']]).toEqual([0, 'released']);
    const job = asked.value['job'] as string;
    expect((await scientist('run', 'info', job)).value).toMatchObject({ run: { job, project: CHURN } });
    expect((await owner('run', 'info', job)).value).toMatchObject({ run: { job, project: CHURN } });
    const listed = await scientist<{ runs: { job: string }[] }>('run', 'list', '--project', 'e2e-churn');
    expect(listed.value.runs.map((one) => one.job)).toEqual([job]);

    const share = (asked.value['spent'] as { share: number }).share;
    expect((await quota(String(share * 1.5))).value).toMatchObject({ quota: { kind: 'project', subject: CHURN } });
    const refused = await run(CHURN);
    expect([refused.exit, refused.value['refusals']]).toMatchObject([5, [{ code: 'QUOTA_EXCEEDED' }]]);
    expect((await scientist('budget', 'show', 'census')).value['quotas']).toMatchObject([{ subject: CHURN }]);
    const without = ['query', 'plan', SQL, '--dataset', 'census', '--epsilon', '0.2', '--fresh'];
    expect((await scientist(...without)).exit).toBe(0);
    expect((await quota('1')).exit).toBe(0);
    expect((await scientist(...without, '--project', 'e2e-churn')).exit).toBe(0);
  });

  it('does not exist for who is no member, whatever they ask', async () => {
    const words = (project: string) => [
      ['project', 'info', project],
      ['project', 'add-member', project, 'owner@example.org'],
      ['project', 'remove-member', project, 'scientist@example.org', '--yes'],
      ['project', 'hand-over', project, '--to', 'owner@example.org', '--yes'],
      ['run', 'list', '--project', project],
      ['query', 'plan', SQL, '--dataset', 'census', '--project', project],
    ];
    const nowhere = words('scientist@example.org/nothing-here');
    for (const [at, asked] of words(CHURN).entries()) {
      const [there, none] = [await owner(...asked), await owner(...nowhere[at]!)];
      expect(there.exit, asked.join(' ')).toBe(3);
      expect(errorOf(there.value)).toEqual(errorOf(none.value));
    }
    expect((await owner('project', 'list')).value).toEqual({ projects: [] });
    expect((await run('scientist@example.org/nothing-here')).exit).toBe(3);
  });

  it('lets members in and out at once, and they leave by themselves', async () => {
    expect((await scientist('project', 'add-member', 'e2e-churn', 'owner@example.org')).exit).toBe(0);
    expect((await owner<{ members: object[] }>('project', 'info', CHURN)).value.members).toHaveLength(2);
    expect((await owner('project', 'add-member', CHURN, 'admin@example.org')).exit).toBe(3);
    const handOver = (to: string) => ['project', 'hand-over', CHURN, '--to', to, '--yes'];
    const handed = await quarantine.dq0('scientist', handOver('owner@example.org'));
    expect([handed.exit, handed.stdout]).toEqual([0, expect.stringMatching(/^owner +owner@example\.org$/m)]);
    expect((await scientist(...handOver('scientist@example.org'))).exit).toBe(3);
    const nobody = await owner(...handOver('nobody@example.org'));
    expect([nobody.exit, errorOf(nobody.value).code]).toEqual([1, 'MEMBER_UNKNOWN']);
    expect((await owner(...handOver('scientist@example.org'))).value).toMatchObject({ owner: 'scientist@example.org' });
    expect((await owner('project', 'remove-member', CHURN, 'owner@example.org', '--yes')).exit).toBe(0);
    expect((await owner('project', 'info', CHURN)).exit).toBe(3);
    const shown = await quarantine.dq0('scientist', ['project', 'info', 'e2e-churn']);
    expect(shown.stdout).toMatch(/^project +scientist@example\.org\/e2e-churn$/m);
    expect(shown.stdout).not.toContain('owner@example.org');
  });
});
