import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { checkExecutor, listExecutors, listPlugins, operations, type ExecutorCheck } from '@dq0/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FakeService } from '../../testing/jobs/fake-service.ts';
import { withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { putDataset, putJob, putUser } from '../../testing/rows.ts';
import { TestPlatform } from '../../testing/test-platform.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { PluginsModule } from '../plugins/plugins.module.ts';
import { ExecutorsModule } from './executors.module.ts';

/** Those of executors and plugins, and of the features that they look into. */
const OPERATIONS = operations.filter(({ name }) => /^(executor|plugin|dataset|credential)\./.test(name));
const [known] = listExecutors.example.output.executors;
let platform: TestPlatform;
let service: FakeService;
let admin: { device: Awaited<ReturnType<TestPlatform['device']>>; token: string };

beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  platform = await TestPlatform.start({ operations: OPERATIONS, features: [ExecutorsModule, PluginsModule] });
  const { serviceSocket } = platform.ports.config;
  mkdirSync(path.dirname(serviceSocket), { recursive: true });
  service = new FakeService(serviceSocket);
  await service.start();
  admin = await platform.admin();
});
afterEach(async () => {
  await service.stop().catch(() => undefined);
  await platform.remove();
});

const ask = (operation: string, input: object = {}) =>
  platform.call(admin.device, operation, input, { token: admin.token });
const codeOf = async (operation: string, input: object = {}, who = admin): Promise<string | undefined> => {
  const reply = await platform.call(who.device, operation, input, { token: who.token });
  return reply.ok ? undefined : reply.error.code;
};

describe('the executors', () => {
  it('are those of the service, with how many jobs run there', async () => {
    expect(await ask('executor.list')).toMatchObject({ ok: true, output: { executors: [{ ...known, running: 0 }] } });
  });

  it('hold back the end of a job as long as its outcome', async () => {
    const submittedAt = platform.clock.now().getTime();
    platform.running?.context.get(UnitOfWork).write((writing) => {
      putUser(writing, 'ada');
      putDataset(writing, 'census', 'ada');
      putJob(writing, { id: 'a', user: 'ada', dataset: 'census', state: 'released' }, submittedAt);
      writing.run('UPDATE jobs SET final = 1, class_seconds = 60, visible_at = @at', { at: submittedAt + 60_000 });
    });
    const running = async (): Promise<unknown> => {
      const reply = await ask('executor.list');
      return reply.ok && (reply.output as typeof listExecutors.example.output).executors[0]?.running;
    };
    platform.clock.advance({ ms: 59_999 });
    expect(await running()).toBe(1);
    platform.clock.advance({ ms: 1 });
    expect(await running()).toBe(0);
  });

  it('are checked, which is on record with how much failed', async () => {
    const failed: ExecutorCheck = {
      ...checkExecutor.example.output,
      ok: false,
      findings: checkExecutor.example.output.findings.map((finding) => ({ ...finding, ok: false })),
    };
    service.check = () => failed;
    expect(await ask('executor.check', { executor: 'local' })).toMatchObject({ ok: true, output: failed });
    const rows = platform.read((reading) =>
      reading.all<{ object: string; facts: string }>("SELECT object, facts FROM audit WHERE action = 'executor:check'"),
    );
    expect(rows.map(({ object, facts }) => [object, JSON.parse(facts) as object])).toEqual([
      ['local', expect.objectContaining({ sandbox: 'bubblewrap', failed: 1 })],
    ]);
  });

  it('are refused by name, and while another check runs', async () => {
    expect(await codeOf('executor.check', { executor: 'other' })).toBe('EXECUTOR_UNKNOWN');
    service.check = () => ({ status: 409, code: 'CHECK_RUNNING' });
    expect(await codeOf('executor.check', { executor: 'local' })).toBe('EXECUTOR_BUSY');
    service.check = () => ({ status: 500, code: 'UNEXPECTED' });
    expect(await codeOf('executor.check', { executor: 'local' })).toBe('SERVICE_UNAVAILABLE');
  });
});

it('the plugins are those of the service, with what was refused', async () => {
  expect(await ask('plugin.list')).toMatchObject({ ok: true, output: listPlugins.example.output });
});

it('a service that is away is said, with what to do', async () => {
  await service.stop();
  for (const [operation, input] of [
    ['executor.list', {}],
    ['executor.check', { executor: 'local' }],
    ['plugin.list', {}],
  ] as const) {
    expect(await ask(operation, input)).toMatchObject({
      ok: false,
      error: { code: 'SERVICE_UNAVAILABLE', remedy: 'Start the service, or see its log; then try again.' },
    });
  }
});

it('administrators see and check; auditors see; nobody else does', async () => {
  const check = { executor: 'local' };
  const codes = async (who: typeof admin) => [
    await codeOf('executor.list', {}, who),
    await codeOf('plugin.list', {}, who),
    await codeOf('executor.check', check, who),
  ];
  expect(await codes(admin)).toEqual([undefined, undefined, undefined]);
  for (const [role, expected] of [
    ['auditor', [undefined, undefined, 'ACCESS_DENIED']],
    ['data-owner', Array(3).fill('ACCESS_DENIED')],
    ['data-scientist', Array(3).fill('ACCESS_DENIED')],
  ] as const) {
    const seen = service.seen.filter((line) => line.includes('checks')).length;
    expect(await codes(await platform.user(admin, `${role}@example.org`, role))).toEqual(expected);
    // Who may not check has not started a job either.
    expect(service.seen.filter((line) => line.includes('checks'))).toHaveLength(seen);
  }
});
