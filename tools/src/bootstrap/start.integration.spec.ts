import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, it } from 'vitest';
import { demoConfig } from '../demo/config/demo-config.ts';

it('npm start names the state folder that cannot be one, and a remedy, without a stack', () => {
  const { checkout } = demoConfig();
  const start = path.join(checkout, 'tools', 'bootstrap', 'start.mjs');
  const { status, stderr, stdout } = spawnSync(process.execPath, [start, '--detach', '--json'], {
    env: { ...process.env, DQ0_HOME: '/dev/null/state' },
    encoding: 'utf8',
  });
  expect(status).toBe(1);
  expect(stderr).toContain('/dev/null/state cannot be written (ENOTDIR)');
  expect(stderr).toContain('What to do: ');
  expect(stderr).not.toMatch(/^ +at /m);
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({
    error: { code: 'STEP_FAILED', message: expect.stringContaining('ENOTDIR'), auditId: null },
  });
});
