import { Injectable } from '@nestjs/common';
import { releaseLimits } from '@dq0/protocol';
import { UnitOfWork } from '../../../database/unit-of-work.ts';
import { PoliciesService } from '../../../policies/policies.service.ts';
import type { BeforeCheck, BeforeSubject, Refused, Verdict } from '../check.ts';

/** One release may not cost so much. */
export function aboveLimit({ epsilonPerRelease }: { readonly epsilonPerRelease: number }): Refused {
  return {
    pass: false,
    code: 'EPSILON_LIMIT',
    reason: `The owner allows an epsilon of at most ${epsilonPerRelease} for one release.`,
    remedy: `Ask with --epsilon ${epsilonPerRelease} or less.`,
  };
}

/** May this person ask this data set, and for this much at once? */
@Injectable()
export class PolicyCheck implements BeforeCheck {
  readonly name = 'policy';
  readonly version = '1';

  constructor(
    private readonly policies: PoliciesService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  check({ user, dataset, asked }: BeforeSubject): Verdict {
    const decision = this.unitOfWork.read((reading) =>
      this.policies.decide(reading, { user, action: 'query:run', dataset }),
    );
    if (!decision.permit) {
      return {
        pass: false,
        code: 'ACCESS_DENIED',
        reason: 'No policy lets you ask this data set.',
        remedy: 'Ask the owner of the data set for a grant to one of your groups.',
      };
    }
    const limits = releaseLimits(dataset.definition);
    if (asked.epsilon > limits.epsilonPerRelease || asked.delta > limits.deltaPerRelease) return aboveLimit(limits);
    return { pass: true, reason: `${decision.rule}, policies ${decision.policyVersion}` };
  }
}
