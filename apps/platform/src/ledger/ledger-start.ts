import { Injectable, type OnModuleInit } from '@nestjs/common';
import { addToTotals, curveOfAll, NOTHING, totalsToRecord, type Totals } from '@dq0/accounting';
import { UnitOfWork, type Writing } from '../database/unit-of-work.ts';
import { Clock } from '../clock/clock.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { GENESIS } from './account.ts';
import { AccountRepository } from './account.repository.ts';
import { ActorTotalsRepository } from './actor-totals.repository.ts';
import { newAccount } from './accounts.service.ts';
import { assertStated } from './join-agreement.ts';
import { JoinStart } from './join-start.ts';
import { LedgerBrokenError } from './ledger-broken-error.ts';
import { spendHash } from './spend-hash.ts';
import { SpendJournal, type JournalEntry, type SpendKey } from './spend-journal.ts';
import type { SpendState } from './spend.ts';
import { SpendRepository } from './spend.repository.ts';

export interface StartReport {
  /** Spends that the journal has and the database had lost or not yet opened; they are charged now. */
  readonly charged: number;
  /** Accounts with opened spends that the journal does not have; they admit nothing more. */
  readonly closed: readonly string[];
}

/** What every start does before anything is admitted: recompute hashes and totals, then compare with the journal. */
@Injectable()
export class LedgerStart implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: AccountRepository,
    private readonly spends: SpendRepository,
    private readonly totals: ActorTotalsRepository,
    private readonly joins: JoinStart,
    private readonly journal: SpendJournal,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
  ) {}

  onModuleInit(): void {
    const { charged, closed } = this.unitOfWork.write((writing) => this.run(writing));
    if (charged > 0) this.log.warn('LEDGER_REPLAYED', { count: charged });
    if (closed.length > 0) this.log.error('ACCOUNTS_CLOSED', { count: closed.length });
  }

  /** @throws LedgerBrokenError when a row or a total was changed, or journal and database contradict each other */
  run(writing: Writing): StartReport {
    this.#assertTotals(writing);
    this.joins.run(writing);
    const rows = this.spends.states(writing);
    const states = new Map(rows.map(({ job, account, state }) => [`${job} ${account}`, state]));
    const unjournaled = rows
      .filter((row) => isFinal(row.state) && !this.journal.has(row))
      .map(({ account }) => account);
    const charged = [...this.journal.spends()].filter((key) =>
      this.#charge(writing, key, states.get(`${key.job} ${key.account}`)),
    );
    const touched = unjournaled.flatMap((name) => [name, this.accounts.liveName(writing, name)]);
    const closed = [...new Set(touched)].filter((name) =>
      this.accounts.close(writing, name, 'spend.journal does not have its spends'),
    );
    return { charged: charged.length, closed };
  }

  #assertTotals(writing: Writing): void {
    const heads = new Map<string, string>();
    const totals = new Map<string, Map<string, Totals>>();
    const projects = new Map<string, Map<string, Totals>>();
    for (const spend of this.spends.all(writing)) {
      const { account, actor, project, curve } = spend;
      const previous = heads.get(account) ?? GENESIS;
      if (spend.previousHash !== previous || spendHash(spend) !== spend.hash) {
        throw new LedgerBrokenError(`the ledger of account ${account} was changed; restore a backup`);
      }
      heads.set(account, spend.hash);
      const counted = spend.state === 'REFUNDED' ? NOTHING : curve;
      count(totals, account, actor, counted);
      if (project !== null) count(projects, account, project, counted);
    }
    this.totals.clear(writing);
    this.#keep(writing, totals);
    this.#keep(writing, projects);
    for (const account of this.accounts.all(writing)) {
      const people = [...(totals.get(account.name)?.values() ?? [])];
      const sum = people.reduce<Totals>((total, spent) => addToTotals(total, spent), NOTHING);
      const agrees = JSON.stringify(totalsToRecord(sum)) === JSON.stringify(totalsToRecord(account.own));
      if (!agrees || account.head !== (heads.get(account.name) ?? GENESIS)) {
        throw new LedgerBrokenError(`the totals of account ${account.name} differ from its rows; restore a backup`);
      }
    }
  }

  /** Quotas rest on these sums: they are what the ledger says. */
  #keep(writing: Writing, totals: Sums): void {
    for (const [account, actors] of totals) {
      for (const [actor, spent] of actors) this.totals.set(writing, account, actor, spent);
    }
  }

  /** True when the database did not know that this spend is final. */
  #charge(writing: Writing, key: SpendKey, state: SpendState | undefined): boolean {
    if (state === undefined) {
      this.#insertLost(writing, key.job, this.journal.entry(key));
      return true;
    }
    if (state === 'REFUNDED') {
      throw new LedgerBrokenError(`job ${key.job} was refunded although its data were opened; restore a backup`);
    }
    if (state !== 'RESERVED') return false;
    return this.spends.open(writing, key.job, new Date(this.journal.entry(key).openedAt)) > 0;
  }

  #insertLost(writing: Writing, job: string, entry: JournalEntry): void {
    const { account: statement, openedAt, ...kept } = entry;
    assertStated(this.accounts, writing, statement);
    if (this.accounts.find(writing, statement.name) === undefined) {
      this.accounts.insert(writing, newAccount(statement), this.clock.now());
    }
    const account = this.accounts.find(writing, statement.name);
    if (account === undefined) throw new LedgerBrokenError(`the account ${statement.name} cannot be made again`);
    const curve = curveOfAll(kept.events);
    const named = { ...kept, project: kept.project ?? null, job, account: account.name, mechanisms: [] };
    const row = { ...named, curve, reservedAt: openedAt, previousHash: account.head };
    const hash = spendHash(row);
    this.spends.insert(writing, { ...row, state: 'OPENED', openedAt, hash });
    this.spends.commit(writing, job, this.clock.now());
    this.accounts.setSpent(writing, account.name, addToTotals(account.own, curve));
    this.accounts.setHead(writing, account.name, hash);
    this.totals.change(writing, row, (spent) => addToTotals(spent, curve));
  }
}

/** By account, and there by person or project. */
type Sums = Map<string, Map<string, Totals>>;

function count(sums: Sums, account: string, actor: string, curve: Totals): void {
  const actors = sums.get(account) ?? new Map<string, Totals>();
  sums.set(account, actors);
  actors.set(actor, addToTotals(actors.get(actor) ?? NOTHING, curve));
}

function isFinal(state: SpendState): boolean {
  return state === 'OPENED' || state === 'COMMITTED';
}
