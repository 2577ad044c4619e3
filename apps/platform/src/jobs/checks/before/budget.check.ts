import { Injectable } from '@nestjs/common';
import { releaseLimits } from '@dq0/protocol';
import { AccountsService } from '../../../budget/accounts.service.ts';
import { fits, largestFit, priceOf } from '../../../budget/price.ts';
import { UnitOfWork } from '../../../database/unit-of-work.ts';
import type { BeforeCheck, BeforeSubject, Verdict } from '../check.ts';

/** Does the account still hold what this release costs? */
@Injectable()
export class BudgetCheck implements BeforeCheck {
  readonly name = 'budget';
  readonly version = '1';

  constructor(
    private readonly accounts: AccountsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  check({ dataset, plan, asked }: BeforeSubject): Verdict {
    const account = this.unitOfWork.read((reading) => this.accounts.require(reading, dataset.account));
    if (account.closed !== null) {
      return {
        pass: false,
        code: 'BUDGET_EXCEEDED',
        reason: 'The budget account of this data set is closed.',
        remedy: 'Ask the owner of the data set.',
      };
    }
    if (fits(account, plan.events)) return { pass: true };
    const { remaining } = priceOf(account, plan.events, asked.delta);
    const upTo = Math.min(asked.epsilon, releaseLimits(dataset.definition).epsilonPerRelease);
    const fitting = largestFit(account, plan.events, { delta: asked.delta, upTo });
    return {
      pass: false,
      code: 'BUDGET_EXCEEDED',
      reason: `The budget does not allow this release: ${percent(remaining.share)} of it is left.`,
      remedy: fitting === null ? 'Nothing more of this kind fits.' : `Ask with --epsilon ${fitting} or less.`,
    };
  }
}

function percent(share: number): string {
  return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
}
