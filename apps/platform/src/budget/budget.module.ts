import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { admits } from '@dq0/accounting';
import { PlatformConfig } from '../config/platform-config.ts';
import { AccountRepository } from './account.repository.ts';
import { AccountsService } from './accounts.service.ts';
import { PRIVACY_FILTER } from './filter.ts';
import { LedgerService } from './ledger.service.ts';
import { LedgerStart } from './ledger-start.ts';
import { SpendJournal } from './spend-journal.ts';
import { SpendRepository } from './spend.repository.ts';

/** Accounts and the ledger: the only place that writes what was spent. */
@Module({
  providers: [
    AccountRepository,
    SpendRepository,
    { provide: PRIVACY_FILTER, useValue: admits },
    {
      provide: SpendJournal,
      inject: [PlatformConfig],
      useFactory: (config: PlatformConfig) => new SpendJournal(config.journalPath),
    },
    AccountsService,
    LedgerService,
    LedgerStart,
  ],
  exports: [AccountsService, LedgerService],
})
export class BudgetModule implements OnApplicationShutdown {
  readonly #journal: SpendJournal;

  constructor(journal: SpendJournal) {
    this.#journal = journal;
  }

  onApplicationShutdown(): void {
    this.#journal.close();
  }
}
