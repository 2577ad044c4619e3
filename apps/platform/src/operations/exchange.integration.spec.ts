import { CodedError, defineOperation, type Input } from '@dq0/protocol';
import { Inject, Module } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TestDevice } from '../../testing/test-device.ts';
import { TestPlatform } from '../../testing/test-platform.ts';
import { Settings } from '../database/settings.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, type Caller, type Handler } from './handler.ts';

const how = z.enum(['well', 'wait', 'coded', 'broken', 'extra', 'large']);

const trialOperation = defineOperation({
  name: 'trial.run',
  action: 'user:whoami',
  http: { method: 'POST', path: '/v1/trials' },
  input: z.strictObject({ how }),
  output: z.strictObject({ said: z.string() }),
  errors: ['JOB_STATE'],
  example: { input: { how: 'well' }, output: { said: 'well' } },
});

const waiting: (() => void)[] = [];

/** Writes in its transaction, then answers, waits or fails as it is told. */
class TrialHandler implements Handler<typeof trialOperation> {
  constructor(
    readonly unitOfWork: UnitOfWork,
    readonly settings: Settings,
  ) {}

  async prepare(input: Input<typeof trialOperation>): Promise<undefined> {
    if (input.how === 'wait') await new Promise<void>((resolve) => waiting.push(resolve));
    return undefined;
  }

  handle(input: Input<typeof trialOperation>, caller: Caller): { said: string } {
    this.unitOfWork.write((writing) => this.settings.set(writing, `trial ${caller.messageId}`, 'done'));
    if (input.how === 'coded') throw new CodedError('JOB_STATE');
    if (input.how === 'broken') throw new TypeError('secret inside');
    if (input.how === 'extra') return { said: 'x', secret: 'secret inside' } as never;
    return { said: input.how === 'large' ? 'x'.repeat(600_000) : input.how };
  }
}

class TrialModule {}

// As calls: a spec is not compiled with decorators.
Handles(trialOperation)(TrialHandler);
Inject(UnitOfWork)(TrialHandler, undefined, 0);
Inject(Settings)(TrialHandler, undefined, 1);
Module({ providers: [TrialHandler] })(TrialModule);

let platform: TestPlatform;
let admin: { device: TestDevice; token: string };

beforeAll(async () => {
  platform = await TestPlatform.start({ operations: [trialOperation], features: [TrialModule] });
  admin = await platform.admin();
});
afterAll(() => platform.remove());
beforeEach(() => {
  waiting.length = 0;
});

const effects = (): number =>
  platform.read((reading) => reading.all(`SELECT 1 FROM settings WHERE name LIKE 'trial %'`)).length;
const lastAudit = (): unknown =>
  platform.read((reading) =>
    reading.get('SELECT outcome, audit_id AS auditId FROM audit ORDER BY number DESC LIMIT 1'),
  );
const trial = (caller: { device: TestDevice; token: string }, input: z.input<typeof trialOperation.input>) =>
  platform.call(caller.device, 'trial.run', input, { token: caller.token });
const released = async (count: number): Promise<void> => {
  await expect.poll(() => waiting.length, { timeout: 20_000 }).toBe(count);
  for (const release of waiting.splice(0)) release();
};

describe('the effect of a message', () => {
  it('is kept together with its audit row and its reply', async () => {
    const before = effects();
    const reply = await trial(admin, { how: 'well' });
    expect(reply).toMatchObject({ ok: true, output: { said: 'well' } });
    expect(effects()).toBe(before + 1);
    expect(lastAudit()).toEqual({ outcome: 'done', auditId: reply.ok ? reply.auditId : '' });
  });

  it.each([
    ['a coded refusal', 'coded', 'JOB_STATE'],
    ['a bug', 'broken', 'UNEXPECTED'],
    ['an answer that the contract does not name', 'extra', 'UNEXPECTED'],
    ['an answer that no message could carry', 'large', 'UNEXPECTED'],
  ] as const)('is undone with %s, which is recorded and says nothing of the inside', async (_what, kind, code) => {
    const before = effects();
    const reply = await trial(admin, { how: kind });
    expect(reply).toMatchObject({ ok: false, error: { code } });
    expect(JSON.stringify(reply)).not.toContain('secret inside');
    expect(effects()).toBe(before);
    expect(lastAudit()).toEqual({ outcome: code, auditId: reply.ok ? '' : reply.error.auditId });
  });

  it('does not happen when the user was ended while the handler prepared', async () => {
    const ada = await platform.user(admin, 'ada@example.org', 'data-scientist');
    const before = effects();
    const answer = trial(ada, { how: 'wait' });
    await expect.poll(() => waiting.length).toBe(1);
    await platform.ask(admin.device, 'user.disable', { email: 'ada@example.org' }, { token: admin.token });
    await released(1);
    expect(await answer).toMatchObject({ ok: false, error: { code: 'AUTH_REFUSED' } });
    expect(effects()).toBe(before);
  });
});

describe('messages that wait', () => {
  it('keep nobody else waiting, however many one device sends', async () => {
    const waiter = await platform.user(admin, 'waiter@example.org', 'data-scientist');
    const bundle = await platform.proxy.content(platform.clock.now());
    const requests = await Promise.all(
      Array.from({ length: 200 }, () =>
        waiter.device.seal(bundle, 'trial.run', { how: 'wait' }, { token: waiter.token }),
      ),
    );
    platform.proxy.post(...requests.map(({ envelope }) => envelope));
    await expect.poll(() => waiting.length, { timeout: 20_000 }).toBe(128);
    expect(await trial(admin, { how: 'well' })).toMatchObject({ ok: true });
    await released(128);
    await released(72);
    for (const { id } of requests) await platform.proxy.reply(waiter.device.thumbprint, id);
  });
});
