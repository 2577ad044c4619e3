import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));
const DATASET = 'e2e-wages';
const PURPOSE = 'labour-study';
const SQL = 'SELECT COUNT(*) AS n FROM adult WHERE age > 64';

const scientist = <T = Record<string, unknown>>(...words: string[]) => quarantine.json<T>('scientist', words);
const owner = <T = Record<string, unknown>>(...words: string[]) => quarantine.json<T>('owner', words);
const plan = (...flags: string[]) =>
  scientist<{ refusals: object[] } & Record<string, unknown>>(
    ...['query', 'plan', SQL, '--dataset', DATASET, '--epsilon', '0.4'],
    ...flags,
  );
const codeOf = (value: Record<string, unknown>) => (value['error'] as { code: string }).code;
const request = (purpose: string, ...flags: string[]) =>
  scientist<{ request: string } & Record<string, unknown>>(
    ...['access', 'request', DATASET, '--purpose', purpose, '--reason', 'Wages by occupation.'],
    ...flags,
  );

/** A data set of its own, granted to nobody: others ask the census. */
beforeAll(async () => {
  const file = path.join(quarantine.home, 'wages.yaml');
  expect((await owner('data', 'export', 'census', '--out', file)).exit).toBe(0);
  const own = readFileSync(file, 'utf8')
    .replace(/^name: .*$/m, `name: ${DATASET}`)
    .replace(/^account: .*$/m, `account: ${DATASET}`);
  expect((await owner('data', 'add', quarantine.file('own-wages.yaml', own))).exit).toBe(0);
});

describe('access to a data set', () => {
  it('is requested by who sees it, given for a purpose with an end, and taken for nothing else', async () => {
    const hidden = await request(PURPOSE);
    expect([hidden.exit, codeOf(hidden.value)]).toEqual([3, 'DATASET_UNKNOWN']);
    const opened = await owner('policy', 'set', DATASET, '--group', 'data-scientist', '--request');
    expect(opened.value).toMatchObject({ record: { policy: `${DATASET}/requests-data-scientist` } });
    const listed = await scientist<{ datasets: object[] }>('data', 'list');
    expect(listed.value.datasets).toContainEqual(expect.objectContaining({ name: DATASET, mayAsk: false }));
    const denied = await plan();
    expect([denied.exit, denied.value['error']]).toMatchObject([3, { code: 'ACCESS_DENIED' }]);

    const asked = await request(PURPOSE, '--until', '2099-12-31');
    expect(asked.value).toMatchObject({ state: 'open', until: '2100-01-01T00:00:00.000Z' });
    expect((await request(PURPOSE)).exit).toBe(1);
    const { request: id } = asked.value;
    await expect.poll(() => quarantine.mailTo('owner@example.org') ?? '', { timeout: 10_000 }).toContain(id);
    for (const profile of ['scientist', 'admin']) {
      expect((await quarantine.json(profile, ['access', 'approve', id])).exit).not.toBe(0);
    }
    const table = await quarantine.dq0('owner', ['access', 'list', '--state', 'open']);
    expect(table.stdout).toContain('the end of 2099-12-31 (UTC)');
    const open = await owner<{ requests: object[] }>('access', 'list', '--state', 'open');
    expect(open.value.requests).toContainEqual(
      expect.objectContaining({ request: id, reason: 'Wages by occupation.' }),
    );
    expect((await owner('access', 'approve', id, '--epsilon', '0.4')).value).toMatchObject({
      request: { state: 'approved', policy: `${DATASET}/access-${id}` },
    });

    expect((await plan('--purpose', PURPOSE)).exit).toBe(0);
    const without = await plan();
    expect([without.exit, without.value.refusals]).toMatchObject([3, [{ code: 'PURPOSE_NEEDED' }]]);
    expect((await plan('--purpose', 'another')).exit).toBe(3);
    const beyond = ['query', 'plan', SQL, '--dataset', DATASET, '--epsilon', '0.5', '--purpose', PURPOSE];
    expect((await scientist(...beyond)).value['refusals']).toMatchObject([{ code: 'EPSILON_LIMIT' }]);
    const ran = await scientist<{ job: string; state: string }>(
      ...['query', 'run', SQL, '--dataset', DATASET, '--epsilon', '0.4', '--purpose', PURPOSE],
    );
    expect([ran.exit, ran.value.state]).toEqual([0, 'released']);
    expect((await owner('run', 'info', ran.value.job)).value).toMatchObject({ run: { purpose: PURPOSE } });
    expect((await owner('access', 'reject', id, '--yes')).value).toMatchObject({ error: { code: 'REQUEST_CLOSED' } });
  });

  it('is refused for good, and asked for again', async () => {
    const { request: id } = (await request('other-study')).value;
    const turned = await quarantine.dq0('owner', ['access', 'reject', id, '--yes']);
    expect(turned.stdout).toContain(`Turned down: scientist@example.org: ${DATASET} for other-study.`);
    expect((await owner('access', 'approve', id, '--until', '2099-12-31')).exit).toBe(1);
    expect((await plan('--purpose', 'other-study')).exit).toBe(3);
    expect((await request('other-study')).exit).toBe(0);
    expect((await request('Not a purpose')).exit).toBe(2);
    expect((await request('third', '--until', '2001-01-01')).exit).toBe(2);
  });
});

describe('a purpose in the form of a policy', () => {
  it('is written by the owner, shown by the tester, and asked for at the command line', async () => {
    const set = await owner(
      ...['policy', 'set', DATASET, '--group', 'data-scientist', '--epsilon', '0.4', '--purpose', 'form-study'],
    );
    expect(set.value).toMatchObject({ record: { form: { purpose: 'form-study', epsilon: 0.4 } } });
    const tested = await owner<{ rows: object[] }>(
      ...['policy', 'test', DATASET, '--group', 'data-scientist', '--action', 'query:run'],
    );
    expect(tested.value.rows).toMatchObject([{ now: { permit: true, mostEpsilon: 0.4, purpose: 'form-study' } }]);
    const shown = await quarantine.dq0('owner', ['policy', 'test', DATASET, '--purpose', 'no-such-study']);
    expect(shown.stdout).toMatch(/^group data-scientist +query:run +no /m);
    expect((await plan('--purpose', 'form-study')).exit).toBe(0);
  });
});
