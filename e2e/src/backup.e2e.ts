import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, Quarantine } from './quarantine.ts';

const QUESTION = ['query', 'run', 'SELECT COUNT(*) AS n FROM adult WHERE age > 40', '--dataset', 'census'];
let quarantine: Quarantine;
let file = '';

beforeAll(async () => {
  quarantine = await Quarantine.start();
});
afterAll(() => quarantine.stop());

const used = async (): Promise<number> =>
  Number((await quarantine.json('owner', ['data', 'budget', 'census'])).value['used']);
const ask = async (epsilon: string): Promise<Record<string, unknown>> => {
  const { exit, value } = await quarantine.json('scientist', [...QUESTION, '--epsilon', epsilon]);
  expect(exit).toBe(0);
  return value;
};
const logIn = (profile: string): Promise<{ exit: number }> => {
  const password = readFileSync(path.join(quarantine.home, 'demo', `${profile}.password`), 'utf8');
  return quarantine.json(profile, ['user', 'login', `${profile}@example.org`, '--password-stdin'], password);
};
const restart = (...words: string[]): Promise<Outcome> =>
  quarantine.launcher('start', '--detach', '--json', '--no-studio', ...words);

describe('a quarantine that is set back to a backup', () => {
  it('is backed up while it runs, and administrators see how old the backup is', async () => {
    await ask('0.2');
    const { exit, stdout } = await quarantine.platform('backup', '--json');
    expect(exit).toBe(0);
    file = (JSON.parse(stdout) as { file: string }).file;
    const { value } = await quarantine.json<{ backup: { takenAt: string } }>('admin', ['platform', 'status']);
    expect(Date.now() - Date.parse(value.backup.takenAt)).toBeLessThan(60_000);
  });

  it('cannot be set back while it runs', async () => {
    const { exit, stderr } = await quarantine.platform('restore', file);
    expect([exit, stderr]).toEqual([2, 'The platform runs. Stop it, then restore.\n']);
  });

  it('has everybody log in again, keeps what was answered, and gives no budget back', async () => {
    const held = await ask('0.2');
    const later = await ask('0.7');
    expect([held['reused'], later['reused']]).toEqual([true, false]);
    const before = await used();
    // The next bundle announces a head of the record that the backup does not have.
    await quarantine.launcher('stop');
    await restart();
    expect((await quarantine.json('owner', ['audit', 'verify'])).exit).toBe(0);
    expect((await quarantine.launcher('stop')).exit).toBe(0);
    const restored = await quarantine.platform('restore', file);
    expect([restored.exit, restored.stderr]).toEqual([0, '']);
    expect(restored.stdout).toContain('so no budget grows back');
    expect((await restart()).exit).toBe(0);

    expect((await quarantine.json('owner', ['data', 'budget', 'census'])).exit).toBe(4);
    for (const profile of ['admin', 'owner', 'scientist']) expect((await logIn(profile)).exit).toBe(0);
    expect(await used()).toBeCloseTo(before, 12);
    // What the backup knows is still answered for nothing; what came later is forgotten, paid for, and asked anew.
    expect(await ask('0.2')).toMatchObject({ reused: true, rows: held['rows'] });
    expect(await used()).toBeCloseTo(before, 12);
    expect(await ask('0.7')).toMatchObject({ reused: false });
    expect(await used()).toBeGreaterThan(before);
    const gone = await quarantine.json('scientist', ['query', 'result', String(later['job'])]);
    expect(gone.value).toMatchObject({ error: { code: 'JOB_UNKNOWN' } });
  });

  it('says so to who verified the record before: once', async () => {
    const { exit, value } = await quarantine.json('owner', ['audit', 'verify']);
    expect([exit, value]).toMatchObject([8, { error: { code: 'AUDIT_BROKEN' } }]);
    expect((await quarantine.json('owner', ['audit', 'verify'])).exit).toBe(0);
    expect((await quarantine.platform('audit', 'verify')).exit).toBe(0);
  });
});
