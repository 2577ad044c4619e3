import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.ts';
import { datasetFacts } from '../audit/dataset-facts.ts';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import { statementOf, type AccountJoin, type AccountStatement } from './account.ts';
import { AccountJoinsService } from './account-joins.service.ts';
import { AccountRepository, type JoinRow } from './account.repository.ts';
import { LedgerBrokenError } from './ledger-broken-error.ts';
import { SpendJournal } from './spend-journal.ts';

/** At every start journal and database hold the same joins: each is given what only the other has. */
@Injectable()
export class JoinStart {
  constructor(
    private readonly accounts: AccountRepository,
    private readonly joins: AccountJoinsService,
    private readonly journal: SpendJournal,
    private readonly audit: AuditService,
  ) {}

  /** @throws LedgerBrokenError when they contradict each other */
  run(writing: Writing): void {
    for (const join of this.journal.joins()) if (this.joins.apply(writing, join)) this.#record(writing, join);
    for (const join of this.#stored(writing)) this.journal.appendJoin(join);
  }

  /** A join that nobody acknowledged, or that a database set back had lost: it holds from now on. */
  #record(writing: Writing, { account, predecessors, by }: AccountJoin): void {
    const names = predecessors.map(({ name }) => name);
    const { name, epsilon, delta } = account;
    this.audit.append(writing, {
      actor: 'platform',
      action: 'budget:join',
      object: name,
      outcome: 'done',
      facts: { joined: names.join(' '), epsilon, delta, by, ...datasetFacts(this.accounts.datasets(writing, name)) },
    });
  }

  /** Joins as the database has them, oldest first. */
  #stored(reading: Reading): AccountJoin[] {
    const byAccount = Map.groupBy(this.accounts.joins(reading), ({ account }) => account);
    return [...byAccount].map(([account, rows]) => this.#join(reading, account, rows));
  }

  #join(reading: Reading, account: string, rows: readonly JoinRow[]): AccountJoin {
    const [{ by, at } = { by: '', at: 0 }] = rows;
    const predecessors = rows.map(({ predecessor }) => this.#statement(reading, predecessor));
    return { account: this.#statement(reading, account), predecessors, by, at };
  }

  #statement(reading: Reading, name: string): AccountStatement {
    const account = this.accounts.find(reading, name);
    if (account === undefined)
      throw new LedgerBrokenError(`the account ${name} of a join is missing; restore a backup`);
    return statementOf(account);
  }
}
