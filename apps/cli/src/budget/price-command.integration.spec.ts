import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Config } from '@oclif/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Outcome, runCommand } from '../../test/run-command.ts';
import BudgetPrice from '../commands/budget/price.ts';

/** The example of the guide. */
const MIXED: unknown = JSON.parse(readFileSync(new URL('../../../../docs/guide/events.json', import.meta.url), 'utf8'));

let folder = '';
let config: Config;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'dq0-price-'));
  // There is no profile, no login and no platform here: the command needs none.
  vi.stubEnv('DQ0_HOME', path.join(folder, 'nothing'));
  config = await Config.load({ root: folder, pjson: { name: 'dq0', version: '0.0.0', oclif: { bin: 'dq0' } } });
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command on a file of this text. */
function price(text: string, ...argv: string[]): Promise<Outcome> {
  const file = path.join(folder, 'events.json');
  writeFileSync(file, text);
  return runCommand(BudgetPrice, [file, ...argv], config);
}

const priced = async (epsilon: string, events: unknown = MIXED, delta = '1e-6') => {
  const { exit, stdout } = await price(JSON.stringify(events), '--epsilon', epsilon, '--delta', delta, '--json');
  return { exit, answer: JSON.parse(stdout) as Record<string, unknown> };
};

describe('budget price', () => {
  it('admits the mixed example at epsilon 5, with its figures', async () => {
    const { exit, answer } = await priced('5');
    expect(exit).toBe(0);
    expect(answer).toMatchObject({ admitted: true, account: { epsilon: 5, delta: 1e-6 }, reason: null, remedy: null });
    expect(answer['share']).toBeCloseTo(0.992, 3);
    expect(answer['rdpEpsilon']).toBeCloseTo(4.91, 2);
    expect(Math.abs(Number(answer['pldEpsilon']) / 4.57 - 1)).toBeLessThan(0.01);
  });

  it('refuses it at 4.5 with exit code 5 and says which account would do', async () => {
    const { exit, answer } = await priced('4.5');
    expect(exit).toBe(5);
    expect(answer).toMatchObject({ admitted: false, reason: 'epsilon', smallestEpsilon: 4.978 });
    expect(answer['remedy']).toContain('4.978');
  });

  it('has null for what is not proven, so that it stays JSON', async () => {
    const { exit, answer } = await priced('1', [{ kind: 'additive_delta', delta: '1e-5' }]);
    expect(exit).toBe(5);
    expect(answer).toMatchObject({ admitted: false, reason: 'delta', rdpEpsilon: null, pldEpsilon: null });
  });

  it('reads aloud', async () => {
    const { stdout } = await price(JSON.stringify(MIXED), '--epsilon', '4.5', '--delta', '1e-6');
    expect(stdout).toContain('Not admitted: no order of the account has room for all of them.');
    expect(stdout).toContain('What to do: An account of epsilon 4.978');
  });

  it.each([
    ['0', '1e-6'],
    ['-1', '1e-6'],
    ['many', '1e-6'],
    ['1e300', '1e-6'],
    ['1', '0'],
    ['1', '1'],
    ['1', 'NaN'],
  ])('takes --epsilon %s --delta %s for a mistake', async (epsilon, delta) => {
    const { exit, answer } = await priced(epsilon, [], delta);
    expect(exit).toBe(2);
    expect(answer).toMatchObject({ error: { code: 'INPUT_INVALID', auditId: null } });
  });

  it.each([
    ['no JSON', '[{"kind":', 'no JSON'],
    ['no list', '{"kind":"zcdp","rho":"1"}', 'a JSON list'],
    ['a wrong member', '[{"kind":"zcdp","rho":"x"}]', '[0].rho: a decimal number'],
    ['deep nesting', '['.repeat(100_000) + ']'.repeat(100_000), 'deeper'],
  ])('names what is wrong in %s', async (_, text, expected) => {
    const { exit, stdout } = await price(text, '--epsilon', '1', '--delta', '1e-6', '--json');
    expect(exit).toBe(2);
    expect((JSON.parse(stdout) as { error: { message: string } }).error.message).toContain(expected);
  });
});
