import { Injectable } from '@nestjs/common';
import { ERRORS, releaseLimits } from '@dq0/protocol';
import { AccountsService } from '../../../ledger/accounts.service.ts';
import { QuotasService, type Spender } from '../../../ledger/quotas.service.ts';
import { fits, largestFit, priceOf } from '../../../ledger/price.ts';
import type { Account } from '../../../ledger/account.ts';
import { UnitOfWork } from '../../../database/unit-of-work.ts';
import { cheaper, type BeforeCheck, type BeforeSubject, type Verdict } from '../check.ts';
import { noiseDelta } from './noise-delta.ts';

/** Name of the one check that an answer which costs nothing need not pass. */
export const BUDGET = 'budget';

/** Does the account still hold what this release costs? */
@Injectable()
export class BudgetCheck implements BeforeCheck {
  readonly name = BUDGET;
  readonly version = '2';

  constructor(
    private readonly accounts: AccountsService,
    private readonly quotas: QuotasService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  check({ user, dataset, plan, asked, project }: BeforeSubject): Verdict {
    const account = this.unitOfWork.read((reading) => this.accounts.require(reading, dataset.account));
    if (account.closed !== null) {
      return {
        pass: false,
        code: 'BUDGET_EXCEEDED',
        reason: 'The budget account of this data set is closed.',
        remedy: 'Ask the owner of the data set.',
      };
    }
    if (fits(account, plan.events)) {
      return this.#withinQuotas({ ...user, projects: project === null ? [] : [project] }, account, plan.events);
    }
    const { remaining } = priceOf(account, plan.events, asked.delta);
    const upTo = Math.min(asked.epsilon, releaseLimits(dataset.definition).epsilonPerRelease);
    const delta = noiseDelta(asked.delta, plan, dataset.definition);
    const fitting = largestFit(account, plan.events, { delta, upTo });
    return {
      pass: false,
      code: 'BUDGET_EXCEEDED',
      reason: `The budget does not allow this release: ${percent(remaining.share)} of it is left.`,
      ...(fitting === null ? { remedy: 'Nothing more of this kind fits.' } : cheaper(fitting)),
    };
  }

  /** Fairness among those who ask; the account itself has room. */
  #withinQuotas(spender: Spender, account: Account, events: BeforeSubject['plan']['events']): Verdict {
    const passed = this.unitOfWork.read((reading) => this.quotas.passed(reading, account, spender, events));
    if (passed === undefined) return { pass: true };
    const whose = passed.kind === 'user' ? 'Your part' : `The part of the ${passed.kind} ${passed.subject}`;
    return {
      pass: false,
      code: 'QUOTA_EXCEEDED',
      reason: `${whose} of this budget does not allow this release: ${percent(passed.left)} of the budget is left of it.`,
      remedy: ERRORS.QUOTA_EXCEEDED.remedy,
    };
  }
}

function percent(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}
