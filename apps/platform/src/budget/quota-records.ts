import { Injectable } from '@nestjs/common';
import type { QuotaRecord } from '@dq0/protocol';
import type { Account } from '../ledger/account.ts';
import type { Quota } from '../ledger/quota.ts';
import { concerns, QuotasService } from '../ledger/quotas.service.ts';
import type { Reading } from '../database/unit-of-work.ts';
import { ProjectsService } from '../projects/projects.service.ts';
import type { CallingUser } from '../operations/handler.ts';
import type { SeenBudget } from './budget-access.ts';

/** Quotas with the names that people know, and what was used of them. */
@Injectable()
export class QuotaRecords {
  constructor(
    private readonly quotas: QuotasService,
    private readonly projects: ProjectsService,
  ) {}

  record(reading: Reading, account: Account, quota: Quota): QuotaRecord {
    const { kind, share } = quota;
    return {
      kind,
      subject: this.quotas.nameOf(reading, quota),
      share,
      used: this.quotas.used(reading, account, quota),
    };
  }

  /** All of them for who sees all of the account, else those that the caller is bound by. */
  seenBy(
    reading: Reading,
    user: CallingUser,
    { account, complete }: SeenBudget,
    quotas: readonly Quota[],
  ): QuotaRecord[] {
    const projects = this.projects.namesOf(reading, user);
    return quotas
      .filter((quota) => complete || concerns(quota, { ...user, projects }))
      .map((quota) => this.record(reading, account, quota));
  }
}
