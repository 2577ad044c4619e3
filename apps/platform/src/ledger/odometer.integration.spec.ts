import type { PrivacyEvent } from '@dq0/accounting';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { AccountsService } from './accounts.service.ts';
import { LedgerService } from './ledger.service.ts';
import { Odometer } from './odometer.ts';

const HOUR_MS = 3_600_000;
let quarantine: Quarantine;

beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  quarantine.unitOfWork.write((writing) => {
    for (const name of ['small', 'large']) {
      const statement = { name, entity: 'person', unitKind: 'row', epsilon: 100, delta: 1e-6 } as const;
      quarantine.get(AccountsService).join(writing, statement, OWNER.id);
    }
  });
  spend('small', 1);
  spend('large', 30);
});
afterEach(() => quarantine.end());

/** Releases of so many kinds: each is one more list of losses to add up. */
function spend(account: string, kinds: number): void {
  const events = Array.from({ length: kinds }, (_, at): PrivacyEvent[] => [
    { kind: 'discrete_gaussian', sigma: String(100 + at), l2Squared: '1' },
  ]);
  quarantine.unitOfWork.write((writing) => {
    for (const one of events) {
      quarantine.get(LedgerService).reserve(writing, {
        job: crypto.randomUUID(),
        account,
        events: one,
        mechanisms: [],
        planFingerprint: 'f'.repeat(64),
        versions: {},
        actor: 'ada',
        project: null,
      });
    }
  });
}

const read = (name: string) =>
  quarantine
    .get(Odometer)
    .read(quarantine.unitOfWork.read((reading) => quarantine.get(AccountsService).require(reading, name)));

describe('the odometer', () => {
  it('is read anew after each spend, on a large account once an hour', async () => {
    expect([await read('small'), await read('large')]).toMatchObject([{ spends: 1 }, { spends: 30 }]);
    for (const account of ['small', 'large']) spend(account, 1);
    expect([await read('small'), await read('large')]).toMatchObject([{ spends: 2 }, { spends: 30 }]);
    quarantine.clock.aheadMs = HOUR_MS;
    expect(await read('large')).toMatchObject({ spends: 31 });
  });

  it('of a large account keeps nobody waiting who reads another', async () => {
    const order: string[] = [];
    await Promise.all(['large', 'small'].map((name) => read(name).then(() => order.push(name))));
    expect(order).toEqual(['small', 'large']);
  });

  it('is computed once for two who read the same account at once', async () => {
    const [one, other] = await Promise.all([read('large'), read('large')]);
    expect(other).toBe(one);
  });
});
