import { checkExecutor, listExecutors, type ExecutorCheck } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { exitOf, renderCheck } from './render-check.ts';
import { renderExecutors } from './render-executors.ts';

const { output: check } = checkExecutor.example;
const failing = (wanted: 'works' | 'refused'): ExecutorCheck => {
  const findings = check.findings.map((finding) => {
    return { ...finding, wanted, ok: false, found: 'It shares the network.', remedy: 'Install bubblewrap.' };
  });
  return { ...check, kind: 'none', ok: false, findings };
};

it('an executor is shown with what keeps jobs in, and what does not', () => {
  const { executors } = listExecutors.example.output;
  const [executor] = executors;
  const missing = {
    ...executor!.environments[0]!,
    of: 'synth',
    state: 'missing' as const,
    bytes: null,
    remedy: 'Build it.',
  };
  expect(renderExecutors([{ ...executor!, environments: [...executor!.environments, missing] }]))
    .toMatchInlineSnapshot(`
      "executor       local
      sandbox        bubblewrap
      jobs           1 running, 3 at once
      kept ready     2 sandboxes for each certified plugin
      network        yes  A network of its own, with nothing on it.
      control group  NO   No control group: its supervisor watches memory, disk and processes instead.

      environment  python  state        size  digest
      sql          3.11.9  ready    182.0 MB  6b1f7fdc7f3d
      synth        3.11.9  missing         -  6b1f7fdc7f3d

      synth: Build it.

      Try what keeps jobs in: dq0 executor check local"
    `);
});

describe('a check', () => {
  it('is a line for each finding, and one for all', () => {
    expect(renderCheck(check)).toMatchInlineSnapshot(`
      "ok       Reach a network: Refused. (1 ms)

      local, in bubblewrap: all is as it should be. It took 1.8 s."
    `);
    expect(exitOf(check)).toBe(0);
  });

  it('says what failed and what to do, and is an alarm where a sandbox lets something through', () => {
    expect(renderCheck(failing('refused'))).toMatchInlineSnapshot(`
      "PROBLEM  Reach a network: It shares the network. (1 ms)
               What to do: Install bubblewrap.

      local, without a sandbox: 1 of 1 findings need a look. It took 1.8 s."
    `);
    expect([exitOf(failing('refused')), exitOf(failing('works'))]).toEqual([8, 1]);
  });

  it('is printable, whatever was found', () => {
    const [finding] = check.findings;
    expect(renderCheck({ ...check, findings: [{ ...finding!, found: 'a\u001b[31mb' }] })).not.toContain('\u001b');
  });
});
