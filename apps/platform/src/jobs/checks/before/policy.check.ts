import { Injectable } from '@nestjs/common';
import { ERRORS, releaseLimits } from '@dq0/protocol';
import { UnitOfWork, type Reading } from '../../../database/unit-of-work.ts';
import { PoliciesService } from '../../../policies/policies.service.ts';
import { ReleaseQuestions } from '../../release-questions.ts';
import { cheaper, type BeforeCheck, type BeforeSubject, type Refused, type Verdict } from '../check.ts';

/** One release may not cost so much. */
export function aboveLimit({ epsilonPerRelease }: { readonly epsilonPerRelease: number }): Refused {
  return {
    pass: false,
    code: 'EPSILON_LIMIT',
    reason: `The owner allows an epsilon of at most ${epsilonPerRelease} for one release.`,
    ...cheaper(epsilonPerRelease),
  };
}

/** May this person ask this data set, and for this much at once? */
@Injectable()
export class PolicyCheck implements BeforeCheck {
  readonly name = 'policy';
  readonly version = '2';

  constructor(
    private readonly policies: PoliciesService,
    private readonly questions: ReleaseQuestions,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  check(subject: BeforeSubject): Verdict {
    const { dataset, asked } = subject;
    const verdict = this.unitOfWork.read((reading) => this.#decide(reading, subject));
    if (!verdict.pass) return verdict;
    const limits = releaseLimits(dataset.definition);
    return asked.epsilon > limits.epsilonPerRelease || asked.delta > limits.deltaPerRelease
      ? { ...aboveLimit(limits), ...(verdict.decided && { decided: verdict.decided }) }
      : verdict;
  }

  #decide(reading: Reading, subject: BeforeSubject): Verdict {
    const question = this.questions.of(reading, subject, subject.free === true ? undefined : subject.plan);
    const { permit, rule, policy, policyVersion } = this.policies.decide(reading, question);
    const decided = { rule, policyVersion, ...(policy === undefined ? {} : { policy }) };
    if (permit) return { pass: true, reason: spoken(decided), decided };
    const end = this.policies.largestEpsilon(reading, question);
    if (end !== null) return { ...aboveEnd(subject, end), decided };
    const { usedByPerson } = question.release;
    const unused = { ...question, release: { ...question.release, usedByPersonAfter: usedByPerson } };
    if (this.policies.decide(reading, unused).permit) return { ...aboveShare(usedByPerson), decided };
    const purposes = this.policies.purposesFor(reading, question);
    if (purposes.length > 0) return { ...forPurposes(purposes), decided };
    return {
      pass: false,
      code: 'ACCESS_DENIED',
      reason: 'No policy lets you ask this data set.',
      remedy: 'Ask the owner of the data set for a grant to one of your groups.',
      decided,
    };
  }
}

function forPurposes(purposes: readonly string[]): Refused {
  return {
    pass: false,
    code: 'PURPOSE_NEEDED',
    reason: ERRORS.PURPOSE_NEEDED.message,
    remedy: `Say what it is for, if it is ${purposes.join(' or ')}.`,
    offers: { purposes: [...purposes] },
  };
}

function spoken({ rule, policy, policyVersion }: NonNullable<Verdict['decided']>): string {
  return `${rule}${policy === undefined ? '' : ` by ${policy}`}, policies ${policyVersion}`;
}

function aboveEnd({ asked, fits }: BeforeSubject, end: number): Refused {
  const { remedy, offers } = cheaper(end);
  const width = fits?.epsilon === end ? ` At \u00b1 ${Number(fits.halfWidth.toPrecision(2))} it fits.` : '';
  return {
    pass: false,
    code: 'EPSILON_LIMIT',
    reason: `This needs epsilon ${asked.epsilon}; your policy ends at ${end}.`,
    remedy: `${remedy}${width}`,
    offers,
  };
}

function aboveShare(used: number): Refused {
  return {
    pass: false,
    code: 'SHARE_LIMIT',
    reason: `This needs more of the budget than your policy lets you use; you have used ${(used * 100).toFixed(1)} % of it.`,
    remedy: 'Ask with a smaller epsilon, or ask the owner of the data set for a larger share.',
  };
}
