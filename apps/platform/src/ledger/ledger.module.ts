import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { admits } from '@dq0/accounting';
import { PlatformConfig } from '../config/platform-config.ts';
import { AccountJoinsService } from './account-joins.service.ts';
import { AccountRepository } from './account.repository.ts';
import { AccountsService } from './accounts.service.ts';
import { ActorTotalsRepository } from './actor-totals.repository.ts';
import { PRIVACY_FILTER } from './filter.ts';
import { JoinStart } from './join-start.ts';
import { LedgerService } from './ledger.service.ts';
import { LedgerStart } from './ledger-start.ts';
import { Odometer } from './odometer.ts';
import { QuotaRepository } from './quota.repository.ts';
import { QuotasService } from './quotas.service.ts';
import { SpendHistoryRepository } from './spend-history.repository.ts';
import { SpendHistoryService } from './spend-history.service.ts';
import { SpendJournal } from './spend-journal.ts';
import { SpendRepository } from './spend.repository.ts';

/** Accounts and the ledger: the only place that writes what was spent. */
@Module({
  providers: [
    AccountRepository,
    SpendRepository,
    ActorTotalsRepository,
    QuotaRepository,
    SpendHistoryRepository,
    { provide: PRIVACY_FILTER, useValue: admits },
    {
      provide: SpendJournal,
      inject: [PlatformConfig],
      useFactory: (config: PlatformConfig) => new SpendJournal(config.journalPath),
    },
    AccountsService,
    AccountJoinsService,
    QuotasService,
    Odometer,
    SpendHistoryService,
    LedgerService,
    JoinStart,
    LedgerStart,
  ],
  exports: [AccountsService, AccountJoinsService, QuotasService, Odometer, SpendHistoryService, LedgerService],
})
export class LedgerModule implements OnApplicationShutdown {
  readonly #journal: SpendJournal;

  constructor(journal: SpendJournal) {
    this.#journal = journal;
  }

  onApplicationShutdown(): void {
    this.#journal.close();
  }
}
