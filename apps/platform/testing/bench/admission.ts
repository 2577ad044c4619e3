import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { admits, type PrivacyEvent } from '@dq0/accounting';
import { AuditRepository } from '../../dist/audit/audit.repository.js';
import { AuditService } from '../../dist/audit/audit.service.js';
import { AccountJoinsService } from '../../dist/ledger/account-joins.service.js';
import { AccountRepository } from '../../dist/ledger/account.repository.js';
import { AccountsService } from '../../dist/ledger/accounts.service.js';
import { ActorTotalsRepository } from '../../dist/ledger/actor-totals.repository.js';
import { JoinStart } from '../../dist/ledger/join-start.js';
import { LedgerStart } from '../../dist/ledger/ledger-start.js';
import { LedgerService } from '../../dist/ledger/ledger.service.js';
import { SpendJournal } from '../../dist/ledger/spend-journal.js';
import { SpendRepository } from '../../dist/ledger/spend.repository.js';
import { SystemClock } from '../../dist/clock/clock.js';
import { migrateDatabase, openDatabase } from '../../dist/database/open-database.js';
import { PlatformLog } from '../../dist/log/platform-log.js';

/**
 * Times the ledger of the built platform on a database file of its own, durable as in service: admissions one
 * transaction each, before and after `spends` others are on the account. Prints one JSON object, times in milliseconds.
 */
const spends = Number(process.argv[2]);
const measured = Number(process.argv[3]);

class SilentLog extends PlatformLog {
  override debug(): void {}
  override info(): void {}
  override warn(): void {}
  override error(): void {}
}

const terms = { name: 'bench', entity: 'person', unitKind: 'row', epsilon: 100, delta: 1e-6 } as const;
const events: PrivacyEvent[] = [{ kind: 'discrete_gaussian', sigma: '1000', l2Squared: '1' }];
const folder = mkdtempSync(path.join(tmpdir(), 'dq0-admission-'));
try {
  const file = path.join(folder, 'platform.sqlite');
  await migrateDatabase(file);
  const { unitOfWork, close } = await openDatabase(file);
  const journal = new SpendJournal(path.join(folder, 'spend.journal'));
  const [accounts, rows, clock] = [new AccountRepository(), new SpendRepository(), new SystemClock()];
  const totals = new ActorTotalsRepository();
  const audit = new AuditService(clock, new AuditRepository());
  const joins = new JoinStart(accounts, new AccountJoinsService(accounts, journal, clock), journal, audit);
  const ledger = new LedgerService(accounts, rows, totals, journal, clock, admits);
  unitOfWork.write((writing) => new AccountsService(accounts, rows, journal, clock).join(writing, terms, 'owner'));
  let number = 0;
  const reserve = (count: number): void =>
    unitOfWork.write((writing) => {
      for (let done = 0; done < count; done += 1) {
        number += 1;
        const versions = { data: 1, metadata: 1, plugin: '1.0.0' };
        const planFingerprint = 'f'.repeat(64);
        const account = terms.name;
        ledger.reserve(writing, {
          job: `job-${number}`,
          account,
          events,
          mechanisms: [],
          planFingerprint,
          versions,
          actor: 'bench',
          project: null,
        });
      }
    });
  const timed = (work: () => void): number => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  };
  const admissions = (): number[] => Array.from({ length: measured }, () => timed(() => reserve(1)));

  const empty = admissions();
  while (number < spends) reserve(Math.min(1000, spends - number));
  const full = admissions();
  const opening = Array.from({ length: measured }, (_, at) =>
    timed(() => unitOfWork.write((writing) => ledger.open(writing, `job-${at + 1}`))),
  );
  const start = new LedgerStart(unitOfWork, accounts, rows, totals, joins, journal, clock, new SilentLog());
  const startUp = timed(() => start.onModuleInit());
  process.stdout.write(`${JSON.stringify({ empty, full, opening, startUp, spends: number })}\n`);
  journal.close();
  await close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
