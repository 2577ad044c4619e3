import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPlatform } from '../../test/test-platform.ts';
import { TestQuarantine } from '../../test/test-quarantine.ts';

let quarantine: TestQuarantine;
let platform: TestPlatform;

beforeAll(async () => {
  await TestQuarantine.buildRuntimes();
  quarantine = new TestQuarantine({ DQ0_SERVICE_WARM: '0', DQ0_SERVICE_PLAN_MILLISECONDS: '400' });
  await quarantine.startRedis();
  await quarantine.startService();
  platform = await quarantine.platform();
  await plan({});
}, 300_000);
afterAll(async () => {
  await platform.close();
  await quarantine.close();
});

const plan = (args: object): ReturnType<TestPlatform['send']> =>
  platform.send('POST', '/plans', { plugin: 'probe', request: { arguments: args } });

describe('the planner', () => {
  it('gives each request its own answer, from two processes at most', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, (_, number) => plan({ number })));
    const found = answers.map((answer) => answer.json() as { echo: { number: number }; pid: number });
    expect(found.map(({ echo }) => echo.number)).toEqual(Array.from({ length: 40 }, (_, number) => number));
  });

  it('that dies answers the next request, from a new process', async () => {
    expect((await plan({ die: true })).json()).toMatchObject({ code: 'PLANNER_FAILED' });
    expect((await plan({ again: 1 })).json()).toMatchObject({ echo: { again: 1 } });
  });

  it('that takes too long is ended, and its late answer is nobody else’s', async () => {
    await plan({ warm: true });
    const [late, other] = await Promise.all([plan({ sleep: 30 }), plan({ mine: 2 })]);
    expect([late.status, late.json()]).toMatchObject([504, { code: 'PLANNER_TIMEOUT' }]);
    expect(other.json()).toMatchObject({ echo: { mine: 2 } });
    expect((await plan({ mine: 3 })).json()).toMatchObject({ echo: { mine: 3 } });
  }, 60_000);

  it('is asked only for the plugin that is meant', async () => {
    const answer = await platform.send('POST', '/plans', { plugin: 'probe', digest: 'sha256:0', request: {} });
    expect([answer.status, answer.json()]).toMatchObject([409, { code: 'PLUGIN_DIGEST' }]);
  });
});
