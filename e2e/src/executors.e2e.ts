import type { ExecutorCheck, listExecutors, listPlugins, Output } from '@dq0/protocol';
import { describe, expect, inject, it } from 'vitest';
import { Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));

describe('executors and plugins', () => {
  it('are shown to the administrator', async () => {
    const { value } = await quarantine.json<Output<typeof listExecutors>>('admin', ['executor', 'list']);
    expect(value.executors).toMatchObject([{ name: 'local', atOnce: 3 }]);
    const states = value.executors[0]!.environments.map(({ of, state }) => [of, state]);
    expect(states).toEqual(
      expect.arrayContaining([
        ['service', 'ready'],
        ['sql', 'ready'],
      ]),
    );
    const plugins = await quarantine.json<Output<typeof listPlugins>>('admin', ['plugin', 'list']);
    expect(plugins.value).toMatchObject({
      plugins: [{ name: 'sql', class: 'certified', intact: true, outputs: [{ class: 'charged' }] }],
      refused: [],
    });
    expect((await quarantine.dq0('admin', ['plugin', 'list'])).stdout).toMatch(/^gives out {2}result\.json/m);
  });

  it('are checked by a job that really runs, and the exit code says what came of it', async () => {
    const { value, exit } = await quarantine.json<ExecutorCheck>('admin', ['executor', 'check']);
    const works = value.findings.filter(({ wanted }) => wanted === 'works');
    expect(works.map(({ name, ok }) => [name, ok])).toEqual([
      ['start', true],
      ['output', true],
      ['end', true],
    ]);
    // Where this machine has no sandbox the check says so, and that is an alarm.
    expect(exit).toBe(value.kind === 'none' ? 8 : 0);
    expect(value.ok).toBe(exit === 0);
    const { rows } = (
      await quarantine.json<{ rows: { action: string; object: string }[] }>('admin', ['audit', 'list', '--limit', '5'])
    ).value;
    expect(rows).toContainEqual(expect.objectContaining({ action: 'executor:check', object: 'local' }));
  });

  it("are nobody else's, and an executor that is not there is named", async () => {
    for (const words of [
      ['executor', 'list'],
      ['executor', 'check'],
      ['plugin', 'list'],
    ]) {
      for (const profile of ['scientist', 'owner']) {
        const { exit, value } = await quarantine.json(profile, words);
        expect([exit, value]).toMatchObject([3, { error: { code: 'ACCESS_DENIED' } }]);
      }
    }
    const { exit, value } = await quarantine.json('admin', ['executor', 'check', 'elsewhere']);
    expect([exit, value]).toMatchObject([1, { error: { code: 'EXECUTOR_UNKNOWN' } }]);
  });
});
