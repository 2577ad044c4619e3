import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newcomer } from './newcomer.ts';
import { Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));
const POLICY = 'census/data-scientist';

interface Answer {
  readonly state: string;
  readonly refusals?: readonly { readonly code: string; readonly message: string; readonly remedy: string }[];
}

const owner = <T = Record<string, unknown>>(...words: string[]) => quarantine.json<T>('owner', ['policy', ...words]);
const ask = (verb: 'plan' | 'run', epsilon: string, sql: string) =>
  quarantine.json<Answer & Record<string, unknown>>('scientist', [
    ...['query', verb, sql, '--dataset', 'census', '--epsilon', epsilon],
  ]);
const errorOf = (value: Record<string, unknown>) => value['error'] as Record<'code' | 'message' | 'remedy', string>;
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

let before: string;

beforeAll(async () => {
  const shown = await owner<{ policies: { policy: string; text: string }[] }>('show', 'census');
  before = quarantine.file('before.cedar', shown.value.policies.find(({ policy }) => policy === POLICY)!.text);
});
/** Other tests ask the same data set. */
afterAll(() => owner('set', 'census', before));

describe('a policy of an owner', () => {
  it('limits epsilon for plan and run alike, says where it ends, and shows in the record', async () => {
    const set = await owner('set', 'census', '--group', 'data-scientist', '--epsilon', '0.5', '--until', '2099-12-31');
    expect(set.exit).toBe(0);
    expect(set.value).toMatchObject({
      record: { policy: POLICY, form: { group: 'data-scientist', epsilon: 0.5, until: '2100-01-01T00:00:00.000Z' } },
    });

    const sql = 'SELECT COUNT(*) AS n FROM adult WHERE age > 71';
    const planned = await ask('plan', '0.6', sql);
    const ran = await ask('run', '0.6', sql);
    expect([planned.exit, ran.exit]).toEqual([3, 3]);
    expect(planned.value['accepted']).toBe(false);
    expect(ran.value).toMatchObject({ state: 'refused', rows: [], job: null });
    expect(ran.value.refusals).toEqual(planned.value.refusals);
    expect(ran.value.refusals).toMatchObject([
      {
        code: 'EPSILON_LIMIT',
        message: 'This needs epsilon 0.6; your policy ends at 0.5.',
        remedy: expect.stringMatching(/^Ask with epsilon 0\.5 or less\. At ± [\d.]+ it fits\.$/) as string,
      },
    ]);
    const asked = await ask('run', '0.5', sql);
    expect([asked.exit, asked.value.state]).toEqual([0, 'released']);
    // Held now, and still not for who asks above the limit.
    expect((await ask('run', '0.6', sql)).exit).toBe(3);
    expect((await ask('run', '0.5', sql)).value['reused']).toBe(true);

    const file = path.join(quarantine.home, 'policies.ndjson');
    expect((await quarantine.dq0('owner', ['audit', 'export', file])).exit).toBe(0);
    const rows = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { action: string; facts: Record<string, unknown> });
    const version = (set.value['record'] as { version: number }).version;
    const runs = rows.filter(({ action, facts }) => action === 'query:run' && facts['policyVersion'] === version);
    expect(runs.map(({ facts }) => facts['rule'])).toEqual([
      'no-rule',
      'granted-groups-ask',
      'no-rule',
      'granted-groups-ask',
    ]);
    expect(runs[1]?.facts['policy']).toBe(POLICY);
  });

  it.each([
    ['2027-06-31', '--until is neither a day that there is nor a time with its zone.'],
    ['2099-12-31 ', '--until is neither a day that there is nor a time with its zone.'],
    ['2099-12-31T10:00', '--until is neither a day that there is nor a time with its zone.'],
    ['9999-12-31', '--until is neither a day that there is nor a time with its zone.'],
    ['2020-01-01', '--until: the end must be in the future'],
  ])('ends when it says, or is not saved: %j', async (until, message) => {
    const { exit, value } = await owner('set', 'census', '--group', 'data-scientist', '--until', until);
    expect([exit, errorOf(value).message]).toEqual([2, expect.stringContaining(message)]);
  });

  it('names the flag of what is wrong', async () => {
    const { exit, value } = await owner('set', 'census', '--group', 'data-scientist', '--epsilon', '0.00001');
    expect([exit, errorOf(value).message]).toEqual([2, expect.stringContaining('--epsilon: ')]);
  });

  it('names one person in the place of a group, by the address of an account', async () => {
    const set = await owner('set', 'census', '--user', 'scientist@example.org', '--epsilon', '0.7', '--share', '10%');
    expect([set.exit, set.value]).toMatchObject([
      0,
      {
        record: { policy: 'census/user-scientist-example-org', form: { user: 'scientist@example.org', epsilon: 0.7 } },
      },
    ]);
    expect((await quarantine.dq0('owner', ['policy', 'list', 'census'])).stdout).toMatch(
      /census\/user-scientist-example-org\s+scientist@example\.org may ask, epsilon up to 0\.7, 10 % at most/,
    );
    const sql = 'SELECT COUNT(*) AS n FROM adult WHERE age > 71';
    expect((await ask('plan', '0.7', sql)).value['accepted']).toBe(true);
    expect((await owner('remove', 'census/user-scientist-example-org', '--yes')).exit).toBe(0);
    expect((await ask('plan', '0.7', sql)).value['accepted']).toBe(false);
    const unknown = await owner('set', 'census', '--user', 'nobody@example.org');
    expect([unknown.exit, errorOf(unknown.value)]).toMatchObject([
      1,
      { code: 'USER_UNKNOWN', remedy: expect.stringContaining('dq0 user list') as string },
    ]);
    for (const more of [['--group', 'auditor'], ['--request']]) {
      expect((await owner('set', 'census', '--user', 'scientist@example.org', ...more)).exit).toBe(2);
    }
  });

  it('ends with its time: from then on the data set does not exist for the group', async () => {
    const unknown = await ask('plan', '0.1', 'SELECT COUNT(*) FROM adult').then(() =>
      quarantine.json('scientist', ['query', 'plan', 'SELECT 1', '--dataset', 'nothing-here', '--epsilon', '0.1']),
    );
    const until = inSeconds(12);
    expect((await owner('set', 'census', '--group', 'data-scientist', '--until', until)).exit).toBe(0);
    expect((await ask('plan', '0.6', 'SELECT COUNT(*) FROM adult')).exit).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, Date.parse(until) - Date.now() + 100));
    const expired = await ask('plan', '0.6', 'SELECT COUNT(*) FROM adult');
    expect(expired.exit).toBe(3);
    const spoken = ({ code, message, remedy }: ReturnType<typeof errorOf>) => ({ code, message, remedy });
    expect(spoken(errorOf(expired.value))).toEqual(spoken(errorOf(unknown.value)));
  });

  it('is refused with file, line and column when it is no Cedar, and with what goes beyond', async () => {
    const broken = quarantine.file('broken.cedar', '// ä\npermit (principal, action, resource)\n  whn { true };\n');
    const syntax = await owner('set', 'census', broken, '--name', 'broken');
    expect(syntax.exit).toBe(2);
    expect(errorOf(syntax.value).code).toBe('POLICY_INVALID');
    expect(errorOf(syntax.value).message).toContain(`${broken}:3:3: `);
    const foreign = quarantine.file(
      'foreign.cedar',
      'permit (principal in Group::"data-scientist", action == Action::"query:run", resource == Dataset::"other");',
    );
    const bounds = await owner('set', 'census', foreign, '--name', 'foreign');
    expect([bounds.exit, errorOf(bounds.value).code]).toEqual([3, 'POLICY_BOUNDS']);
    expect(errorOf(bounds.value).message).toContain('resource == Dataset::"census"');
    expect((await owner<{ policies: unknown[] }>('list', 'census')).value.policies).toHaveLength(1);
  });

  it('is shown with its versions, compared, tried before it is saved, and withdrawn', async () => {
    await owner('set', 'census', '--group', 'data-scientist', '--epsilon', '1');
    const draft = quarantine.file(
      'draft.cedar',
      readFileSync(before, 'utf8').replace(/\n\);/, '\n)\nwhen { context.epsilon.lessThanOrEqual(decimal("0.25")) };'),
    );
    const tried = await owner<{ rows: { who: string; now: object; after: object }[] }>(
      ...['test', 'census', draft, '--group', 'data-scientist', '--action', 'query:run', '--epsilon', '0.5'],
    );
    expect(tried.value.rows).toMatchObject([
      { who: 'data-scientist', now: { permit: true }, after: { permit: false } },
    ]);
    const would = await owner<{ to: null; changes: { who: string; action: string; after: object }[] }>(
      'diff',
      'census',
      draft,
    );
    expect(would.value).toMatchObject({ to: null });
    expect(would.value.changes).toContainEqual(
      expect.objectContaining({
        who: 'data-scientist',
        action: 'query:run',
        after: expect.objectContaining({ mostEpsilon: 0.25 }) as object,
      }),
    );
    const history = await owner<{ history: { version: number; change: string }[] }>('show', POLICY);
    expect(history.value.history.length).toBeGreaterThan(2);
    const [first] = history.value.history;
    const old = await owner<{ policies: { text: string }[] }>('show', POLICY, '--version', String(first?.version));
    expect(old.value.policies.map(({ text }) => text)).toEqual([readFileSync(before, 'utf8')]);

    const removed = await owner('remove', POLICY, '--yes');
    expect(removed.value).toMatchObject({ policy: POLICY });
    const diff = await quarantine.dq0('owner', ['policy', 'diff', 'census']);
    expect(diff.stdout).toMatch(/^- permit \($/m);
    expect(diff.stdout).toMatch(
      /group data-scientist\s+query:run\s+up to epsilon 1\s+no|group data-scientist\s+query:run\s+yes\s+no/,
    );
    expect((await ask('plan', '0.1', 'SELECT COUNT(*) FROM adult')).exit).toBe(3);
  });

  it('is written by nobody else, and of a data set of somebody else nothing can be told', async () => {
    const words = ['policy', 'set', 'census', '--group', 'data-scientist'];
    await newcomer(quarantine, 'other', 'other@example.org', 'data-owner');
    for (const profile of ['scientist', 'admin', 'other']) {
      expect((await quarantine.json(profile, words)).exit, profile).toBe(3);
    }
    for (const [place, verb] of [
      ['census', 'show'],
      [POLICY, 'show'],
      ['census', 'diff'],
    ] as const) {
      const there = await quarantine.json('other', ['policy', verb, place]);
      const nowhere = await quarantine.json('other', ['policy', verb, place.replace('census', 'nothing-here')]);
      const spoken = ({ code, message, remedy }: ReturnType<typeof errorOf>) => ({ code, message, remedy });
      expect(spoken(errorOf(there.value))).toEqual(spoken(errorOf(nowhere.value)));
      expect(errorOf(there.value).code).toBe('DATASET_UNKNOWN');
    }
  });
});

describe('a policy of the platform', () => {
  it('forbids for all data sets, and never permits', async () => {
    const permitting = quarantine.file(
      'permit.cedar',
      'permit (principal in Role::"user", action == Action::"query:run", resource);',
    );
    const refused = await quarantine.json('admin', ['policy', 'set', '/', permitting, '--name', 'open']);
    expect([refused.exit, errorOf(refused.value).code]).toEqual([3, 'POLICY_BOUNDS']);

    await owner('set', 'census', before);
    const forbidding = quarantine.file(
      'forbid.cedar',
      '@id("no-runs")\nforbid (principal, action == Action::"query:run", resource);',
    );
    expect((await quarantine.json('admin', ['policy', 'set', '/', forbidding])).exit).toBe(0);
    const sql = 'SELECT COUNT(*) AS n FROM adult WHERE age > 72';
    expect((await ask('run', '0.1', sql)).value.refusals).toMatchObject([{ code: 'ACCESS_DENIED' }]);
    expect((await quarantine.json('admin', ['policy', 'remove', '/no-runs', '--yes'])).exit).toBe(0);
    expect((await ask('plan', '0.1', sql)).exit).toBe(0);
  });
});
