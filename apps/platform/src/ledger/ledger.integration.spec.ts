import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { admits, curveOfAll, share, type PrivacyEvent, type Totals } from '@dq0/accounting';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditRepository } from '../audit/audit.repository.ts';
import { AuditService } from '../audit/audit.service.ts';
import { SystemClock } from '../clock/clock.ts';
import { migrateDatabase } from '../database/open-database.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { SilentLog } from '../../testing/jobs/silent-log.ts';
import { AccountJoinsService } from './account-joins.service.ts';
import { AccountRepository } from './account.repository.ts';
import { ActorTotalsRepository } from './actor-totals.repository.ts';
import { AccountsService } from './accounts.service.ts';
import type { PrivacyFilter } from './filter.ts';
import { JoinStart } from './join-start.ts';
import { LedgerBrokenError } from './ledger-broken-error.ts';
import { LedgerStart } from './ledger-start.ts';
import { LedgerService } from './ledger.service.ts';
import { JournalBrokenError, SpendJournal } from './spend-journal.ts';
import { SpendRepository } from './spend.repository.ts';

const alwaysAdmits: PrivacyFilter = () => ({ admitted: true, order: 2 });
const terms = { name: 'us-1994', entity: 'person', unitKind: 'row', epsilon: 1, delta: 1e-6 } as const;
const accounts = new AccountRepository();
const spends = new SpendRepository();
const totals = new ActorTotalsRepository();

let folder = '';
let template = '';
let files = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'dq0-ledger-'));
  template = path.join(folder, 'template.sqlite');
  await migrateDatabase(template);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A database file with its journal, and the ledger of a process that can be killed and started again. */
class Quarantine {
  readonly database: string;
  readonly journalFile: string;
  readonly #filter: PrivacyFilter;
  #writer!: Database.Database;
  #reader!: Database.Database;
  journal!: SpendJournal;
  unitOfWork!: UnitOfWork;
  ledger!: LedgerService;
  start!: LedgerStart;
  joins!: AccountJoinsService;

  constructor(filter: PrivacyFilter = admits, durability: 'FULL' | 'OFF' = 'OFF') {
    files += 1;
    this.database = path.join(folder, `${files}.sqlite`);
    this.journalFile = path.join(folder, `${files}.journal`);
    copyFileSync(template, this.database);
    this.#filter = filter;
    this.#open(durability);
    const service = new AccountsService(accounts, spends, this.journal, new SystemClock());
    this.unitOfWork.write((writing) => service.join(writing, terms, 'owner'));
  }

  /** What a kill leaves: the two files, nothing of the memory. */
  crash(): void {
    this.stop();
    this.#open('OFF');
    this.start.onModuleInit();
  }

  /** Sets the database back to before the account was made; the journal stays. */
  restoreEmptyBackup(): void {
    this.stop();
    copyFileSync(template, this.database);
    this.#open('OFF');
    this.start.onModuleInit();
  }

  stop(): void {
    this.#writer.close();
    this.#reader.close();
    this.journal.close();
  }

  reserve(job: string, events: readonly PrivacyEvent[], project: string | null = null): boolean {
    try {
      this.unitOfWork.write((writing) =>
        this.ledger.reserve(writing, {
          job,
          account: terms.name,
          events,
          mechanisms: [],
          planFingerprint: 'f'.repeat(64),
          versions: { data: 1 },
          actor: 'ada',
          project,
        }),
      );
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === 'BUDGET_EXCEEDED') return false;
      throw error;
    }
  }

  state(job: string): string | undefined {
    return this.unitOfWork.read((reading) => this.ledger.spendsOf(reading, job)[0]?.state);
  }

  /** Whether what was ever set aside and not given back is within the account's limits, recomputed from the events. */
  withinLimits(): boolean {
    return this.unitOfWork.read((reading) => {
      const rows = [...spends.all(reading)].filter((spend) => spend.state !== 'REFUNDED');
      const account = accounts.find(reading, terms.name);
      if (account === undefined) return false;
      return admits(account.terms, curveOfAll([]), curveOfAll(rows.flatMap((row) => row.events))).admitted;
    });
  }

  #open(durability: 'FULL' | 'OFF'): void {
    this.#writer = new Database(this.database);
    this.#writer.pragma(`synchronous = ${durability}`);
    this.#writer.pragma('foreign_keys = ON');
    this.#reader = new Database(this.database, { readonly: true });
    this.journal = new SpendJournal(this.journalFile);
    this.unitOfWork = new UnitOfWork(this.#writer, this.#reader);
    const clock = new SystemClock();
    this.ledger = new LedgerService(accounts, spends, totals, this.journal, clock, this.#filter);
    this.joins = new AccountJoinsService(accounts, this.journal, clock);
    this.start = new LedgerStart(
      this.unitOfWork,
      accounts,
      spends,
      totals,
      new JoinStart(accounts, this.joins, this.journal, new AuditService(clock, new AuditRepository())),
      this.journal,
      clock,
      new SilentLog(),
    );
  }
}

const gaussian = (sigma: number): PrivacyEvent[] => [
  { kind: 'discrete_gaussian', sigma: String(sigma), l2Squared: '1' },
];

type Step =
  | { do: 'reserve'; sigma: number }
  | { do: 'open' | 'commit' | 'refund' | 'openAndDie' | 'openUnsaved'; pick: number }
  | { do: 'crash' };

const pick = fc.nat({ max: 1000 });
const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('reserve' as const), sigma: fc.integer({ min: 4, max: 30 }) }) },
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constantFrom('open' as const, 'commit' as const, 'refund' as const), pick }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('openAndDie' as const, 'openUnsaved' as const), pick }) },
  { weight: 1, arbitrary: fc.constant({ do: 'crash' as const }) },
);

/** Plays one interleaving; true when the account stayed within its limits after every step. */
function play(steps: readonly Step[], filter: PrivacyFilter): boolean {
  const quarantine = new Quarantine(filter);
  const jobs: string[] = [];
  const opened = new Set<string>();
  try {
    for (const step of steps) {
      if (step.do === 'crash') quarantine.crash();
      else if (step.do === 'reserve') {
        const job = `job-${jobs.length}`;
        if (quarantine.reserve(job, gaussian(step.sigma))) jobs.push(job);
      } else move(quarantine, step.do, jobs[step.pick % Math.max(1, jobs.length)], opened);
      if (!quarantine.withinLimits()) return false;
      for (const job of opened) if (!['OPENED', 'COMMITTED'].includes(quarantine.state(job) ?? '')) return false;
    }
    return true;
  } finally {
    quarantine.stop();
  }
}

function move(quarantine: Quarantine, how: string, job: string | undefined, opened: Set<string>): void {
  if (job === undefined) return;
  const { ledger, unitOfWork } = quarantine;
  const state = quarantine.state(job);
  if (how === 'commit') unitOfWork.write((writing) => ledger.commit(writing, job));
  else if (how === 'refund') refundIfAllowed(quarantine, job);
  else if (state !== 'REFUNDED') {
    const open = (fail: boolean): void =>
      unitOfWork.write((writing) => {
        ledger.open(writing, job);
        if (fail) throw new Error('killed between journal and commit');
      });
    if (how === 'open') open(false);
    else {
      expect(() => open(true)).toThrow('killed');
      if (how === 'openAndDie') quarantine.crash();
      else refundIfAllowed(quarantine, job);
      if (how !== 'openAndDie') return;
    }
    opened.add(job);
  }
}

function refundIfAllowed({ ledger, unitOfWork, journal }: Quarantine, job: string): void {
  const row = unitOfWork.read((reading) => ledger.spendsOf(reading, job)[0]);
  const final = row === undefined || row.state === 'OPENED' || row.state === 'COMMITTED';
  const journaled = row?.state === 'RESERVED' && journal.has({ job, account: terms.name });
  const refund = (): void => unitOfWork.write((writing) => ledger.refund(writing, job));
  if (final || journaled) expect(refund).toThrow('only while it is reserved');
  else refund();
}

describe('the ledger', () => {
  const interleavings = fc.array(aStep, { minLength: 5, maxLength: 40 });

  it('never passes the limit of an account, over 1,000 random interleavings with crashes', () => {
    fc.assert(
      fc.property(interleavings, (steps) => play(steps, admits)),
      { numRuns: 1000 },
    );
  }, 240_000);

  it('would pass it if the filter admitted everything (control of the test above)', () => {
    const outcome = fc.check(
      fc.property(interleavings, (steps) => play(steps, alwaysAdmits)),
      { numRuns: 200, endOnFailure: true },
    );
    expect(outcome.failed).toBe(true);
  }, 120_000);

  const parallel = async (filter: PrivacyFilter): Promise<boolean> => {
    const quarantine = new Quarantine(filter);
    const account = quarantine.unitOfWork.read((reading) => accounts.find(reading, terms.name));
    if (account === undefined) throw new Error('no account');
    const one = gaussian(100);
    const inOnePercent = 0.01 / share(account.terms, curveOfAll(one));
    const filling = Math.ceil(99 * inOnePercent);
    expect(quarantine.reserve('fill', [{ kind: 'self_composed', count: filling, event: one[0]! }])).toBe(true);
    const job = async (index: number): Promise<void> => {
      for (let wait = (index * 7) % 5; wait > 0; wait -= 1) await Promise.resolve();
      const name = `parallel-${index}`;
      if (!quarantine.reserve(name, [{ kind: 'self_composed', count: Math.ceil(inOnePercent / 3), event: one[0]! }]))
        return;
      await Promise.resolve();
      quarantine.unitOfWork.write((writing) => quarantine.ledger.open(writing, name));
      await Promise.resolve();
      quarantine.unitOfWork.write((writing) => quarantine.ledger.commit(writing, name));
    };
    await Promise.all(Array.from({ length: 64 }, (_, index) => job(index)));
    const within = quarantine.withinLimits();
    quarantine.stop();
    return within;
  };

  it('stays within the limit when 64 jobs meet at one per cent of headroom', async () => {
    expect(await parallel(admits)).toBe(true);
  });

  it('would not if the filter admitted everything (control of the test above)', async () => {
    expect(await parallel(alwaysAdmits)).toBe(false);
  });

  it('refuses by the database itself to refund or delete a spend that was opened, or to change terms', () => {
    const quarantine = new Quarantine();
    quarantine.reserve('a', gaussian(20));
    const { unitOfWork, ledger } = quarantine;
    unitOfWork.write((writing) => ledger.open(writing, 'a'));
    const run = (sql: string) => () => unitOfWork.write((writing) => void writing.run(sql));
    expect(run(`UPDATE spends SET state = 'REFUNDED' WHERE job = 'a'`)).toThrow('final from OPENED on');
    expect(run(`UPDATE spends SET curve = '{}'`)).toThrow('never changes');
    expect(run('DELETE FROM spends')).toThrow('never deleted');
    expect(run(`UPDATE accounts SET terms = '{}'`)).toThrow('never change');
    quarantine.stop();
  });
});

describe('every start', () => {
  it('charges what the journal has and the database lost, its account included', () => {
    const quarantine = new Quarantine();
    quarantine.reserve('a', gaussian(20));
    quarantine.unitOfWork.write((writing) => quarantine.ledger.open(writing, 'a'));
    quarantine.restoreEmptyBackup();
    expect(quarantine.state('a')).toBe('COMMITTED');
    const account = quarantine.unitOfWork.read((reading) => accounts.find(reading, terms.name));
    expect(account?.spent).toEqual(totalsOf(gaussian(20)));
    quarantine.stop();
  });

  it('charges it to the project that it was asked for, by rows and by the journal alike', () => {
    const quarantine = new Quarantine();
    const project = 'ada@example.org/churn';
    quarantine.reserve('a', gaussian(20), project);
    quarantine.unitOfWork.write((writing) => quarantine.ledger.open(writing, 'a'));
    const spent = (actor: string) => quarantine.unitOfWork.read((reading) => totals.find(reading, terms.name, actor));
    expect([spent(project), spent('ada')]).toEqual([totalsOf(gaussian(20)), totalsOf(gaussian(20))]);
    quarantine.restoreEmptyBackup();
    expect([spent(project), spent('ada')]).toEqual([totalsOf(gaussian(20)), totalsOf(gaussian(20))]);
    quarantine.start.onModuleInit();
    expect(spent(project)).toEqual(totalsOf(gaussian(20)));
    quarantine.reserve('b', gaussian(20), project);
    quarantine.unitOfWork.write((writing) => quarantine.ledger.refund(writing, 'b'));
    expect(spent(project)).toEqual(totalsOf(gaussian(20)));
    quarantine.stop();
  });

  it('closes the accounts whose spends the journal does not have', () => {
    const quarantine = new Quarantine();
    quarantine.reserve('a', gaussian(20));
    quarantine.unitOfWork.write((writing) => quarantine.ledger.open(writing, 'a'));
    truncateSync(quarantine.journalFile);
    quarantine.crash();
    expect(quarantine.reserve('b', gaussian(1000))).toBe(false);
    quarantine.stop();
  });

  it('forgets half a line that was never acknowledged', () => {
    const quarantine = new Quarantine();
    quarantine.reserve('a', gaussian(20));
    quarantine.unitOfWork.write((writing) => quarantine.ledger.open(writing, 'a'));
    appendFileSync(quarantine.journalFile, '0123456789abcdef b us-1994 {');
    quarantine.crash();
    expect([...quarantine.journal.spends()].map(({ job }) => job)).toEqual(['a']);
    expect(quarantine.reserve('b', gaussian(20))).toBe(true);
    quarantine.stop();
  });

  it('refuses a journal that was changed', () => {
    const quarantine = new Quarantine();
    for (const job of ['a', 'b']) {
      quarantine.reserve(job, gaussian(20));
      quarantine.unitOfWork.write((writing) => quarantine.ledger.open(writing, job));
    }
    const [, second] = readFileSync(quarantine.journalFile, 'utf8').split('\n');
    writeFileSync(quarantine.journalFile, `${second}\n`);
    expect(() => new SpendJournal(quarantine.journalFile)).toThrow(JournalBrokenError);
    quarantine.stop();
  });

  it('refuses totals that differ from the rows', () => {
    const quarantine = new Quarantine();
    quarantine.reserve('a', gaussian(20));
    quarantine.unitOfWork.write((writing) => {
      accounts.setSpent(writing, terms.name, curveOfAll([]));
    });
    expect(() => quarantine.start.onModuleInit()).toThrow(LedgerBrokenError);
    quarantine.stop();
  });
});

function totalsOf(events: readonly PrivacyEvent[]): Totals {
  const { rdp, delta } = curveOfAll(events);
  return { rdp, delta };
}
