import { Injectable } from '@nestjs/common';
import type { ReleaseFacts } from '@dq0/permissions';
import type { Reading } from '../database/unit-of-work.ts';
import { aboutDataset } from '../datasets/dataset.ts';
import { leftOf } from '../ledger/account.ts';
import { AccountsService } from '../ledger/accounts.service.ts';
import { QuotasService } from '../ledger/quotas.service.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import type { BeforeSubject } from './checks/check.ts';

type Asking = Pick<BeforeSubject, 'user' | 'dataset' | 'plugin' | 'asked' | 'purpose'>;

/** What policies may know of a release before it is made: public facts and the ledger's sums. */
@Injectable()
export class ReleaseQuestions {
  constructor(
    private readonly policies: PoliciesService,
    private readonly accounts: AccountsService,
    private readonly quotas: QuotasService,
  ) {}

  /** The question whether this release is permitted; without a plan it uses nothing yet. */
  of(reading: Reading, { user, dataset, plugin, asked, purpose }: Asking, plan?: BeforeSubject['plan']) {
    const account = this.accounts.require(reading, dataset.account);
    const subject = { kind: 'user', subject: user.id } as const;
    const used = this.quotas.used(reading, account, subject);
    const release: ReleaseFacts = {
      epsilon: asked.epsilon,
      delta: asked.delta,
      usedByPerson: used,
      usedByPersonAfter: plan === undefined ? used : this.quotas.usedWith(reading, account, subject, plan.events),
      remaining: leftOf(account),
      plugin,
    };
    return { user, action: 'query:run', dataset: aboutDataset(dataset), release, purpose: purpose ?? undefined };
  }

  /** Where the policies of a person end, up to the owner's limit; null where they permit no release at all. */
  end(reading: Reading, asking: Asking) {
    return this.policies.largestEpsilon(reading, this.of(reading, asking));
  }
}
