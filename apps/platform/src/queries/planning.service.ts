import { Injectable } from '@nestjs/common';
import { sha256HexSync } from '@dq0/encryption';
import {
  CodedError,
  type HeldAnswer,
  MOST_EPSILON,
  releaseLimits,
  type AcceptedPlan,
  type PlanAnswer,
  type QueryPlan,
  type Refusal,
  type WantedError,
} from '@dq0/protocol';
import { AccountsService } from '../ledger/accounts.service.ts';
import { NO_COST, priceOf, remainingFor, type Price } from '../ledger/price.ts';
import { UnitOfWork, type Reading } from '../database/unit-of-work.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { DatasetsService } from '../datasets/datasets.service.ts';
import { aboveLimit } from '../jobs/checks/before/policy.check.ts';
import { BUDGET } from '../jobs/checks/before/budget.check.ts';
import type { BeforeSubject, Decided, RecordedVerdict, Refused } from '../jobs/checks/check.ts';
import { JobPipeline } from '../jobs/job-pipeline.ts';
import { ReleaseQuestions } from '../jobs/release-questions.ts';
import type { CallingUser } from '../operations/handler.ts';
import { ProjectsService } from '../projects/projects.service.ts';
import { PluginDirectory } from '../service-link/plugin-directory.ts';
import { HeldAnswers } from './held-answers.ts';
import { withoutMetadata } from './closed-metadata.ts';
import { solveForError, type Solved } from './wanted-error.ts';

/** Plugin that answers questions in SQL. */
export const SQL_PLUGIN = 'sql';
/** What a question costs when nobody says. */
const USUAL_EPSILON = 0.5;

const REFINE_GONE: Refusal = {
  code: 'REFINE_GONE',
  message: 'That answer cannot become sharper: it is not released, or of other data, another version, or a database.',
  position: null,
  remedy: 'Ask it as a question of its own.',
};

export interface Question {
  readonly dataset: string;
  readonly sql: string;
  readonly epsilon?: number | undefined;
  /** Instead of epsilon: the error that the answer may have. */
  readonly error?: WantedError | undefined;
  readonly expect?: number | undefined;
  /** A job whose answer becomes sharper. */
  readonly refine?: string | undefined;
  /** A project of the caller that it is asked for. */
  readonly project?: string | undefined;
  /** What it is asked for, as it is declared. */
  readonly purpose?: string | undefined;
}

type Planner = (epsilon: number) => Promise<PlanAnswer>;

/** A question that the planner took, ready for the checks; or the reasons why it did not. */
export type Planned =
  | { readonly accepted: true; readonly subject: BeforeSubject }
  | { readonly accepted: false; readonly dataset: Dataset; readonly refusals: readonly Refusal[] };

/** From a question to its plan and price; reads metadata only. */
@Injectable()
export class PlanningService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly datasets: DatasetsService,
    private readonly accounts: AccountsService,
    private readonly plugins: PluginDirectory,
    private readonly pipeline: JobPipeline,
    private readonly heldAnswers: HeldAnswers,
    private readonly questions: ReleaseQuestions,
    private readonly projects: ProjectsService,
  ) {}

  /** The data set that this person may plan on, and what a release from it may cost. */
  asked(user: CallingUser, { dataset: name, epsilon }: Question): { dataset: Dataset; asked: BeforeSubject['asked'] } {
    const dataset = this.unitOfWork.read((reading) => this.datasets.permitted(reading, user, name, 'query:plan'));
    const limits = releaseLimits(dataset.definition);
    const usual = Math.min(USUAL_EPSILON, limits.epsilonPerRelease);
    return { dataset, asked: { epsilon: epsilon ?? usual, delta: limits.deltaPerRelease } };
  }

  /** The full name of the project of a question, for a member of it. @throws CodedError PROJECT_UNKNOWN */
  project(reading: Reading, user: CallingUser, { project }: Pick<Question, 'project'>): string | null {
    return project === undefined ? null : this.projects.member(reading, user, project);
  }

  /** @throws CodedError PROJECT_UNKNOWN, DATASET_UNKNOWN, ACCESS_DENIED, SERVICE_UNAVAILABLE */
  async plan(user: CallingUser, question: Question): Promise<Planned> {
    const project = this.unitOfWork.read((reading) => this.project(reading, user, question));
    const { dataset, asked } = this.asked(user, question);
    // More than any budget holds: its cost is beyond the numbers that the ledger can write, so it gets no plan.
    if (asked.epsilon > MOST_EPSILON) {
      return { accepted: false, dataset, refusals: [toRefusal(aboveLimit(releaseLimits(dataset.definition)))] };
    }
    const { name, version, digest } = await this.plugins.require(SQL_PLUGIN);
    const plugin = { name, version, digest };
    const { refine } = question;
    let held: HeldAnswer | undefined;
    if (refine !== undefined) {
      const same = { dataset, plugin, delta: asked.delta };
      held = this.unitOfWork.read((reading) => this.heldAnswers.own(reading, user, refine, same));
      if (held === undefined) return { accepted: false, dataset, refusals: [REFINE_GONE] };
    }
    const purpose = question.purpose ?? null;
    const end = this.#end({ user, dataset, plugin, asked, purpose });
    const at = this.#planner(dataset, asked.delta, question, held);
    const most = end ?? releaseLimits(dataset.definition).epsilonPerRelease;
    const usual = question.epsilon === undefined ? Math.min(asked.epsilon, most) : asked.epsilon;
    const found = await priced(at, question, { usual, most });
    if ('refusals' in found) return { accepted: false, dataset, refusals: this.told(user, dataset, found.refusals) };
    const { epsilon, plan } = found;
    const fits = end === null || epsilon <= end ? undefined : await widthAt(at, end);
    const subject = {
      user,
      dataset,
      plugin,
      asked: { ...asked, epsilon },
      plan,
      project,
      purpose,
      ...(fits === undefined ? {} : { fits }),
    };
    return { accepted: true, subject };
  }

  /** The largest epsilon that the policies of this person admit for one release, or null where they admit none. */
  #end(asking: Pick<BeforeSubject, 'user' | 'dataset' | 'plugin' | 'asked' | 'purpose'>): number | null {
    const { epsilonPerRelease: epsilon } = releaseLimits(asking.dataset.definition);
    const asked = { ...asking.asked, epsilon };
    return this.unitOfWork.read((reading) => this.questions.end(reading, { ...asking, asked }));
  }

  /** A planner's refusals as this person may read them. */
  told(user: CallingUser, dataset: Dataset, refusals: readonly Refusal[]): readonly Refusal[] {
    if (dataset.definition.publicMetadata) return refusals;
    const { permit } = this.unitOfWork.read((reading) => this.datasets.decide(reading, user, dataset, 'dataset:info'));
    return permit ? refusals : withoutMetadata(refusals);
  }

  /** Plans of one question at any price. */
  #planner(dataset: Dataset, delta: number, { sql, expect }: Question, refine: HeldAnswer | undefined): Planner {
    return (epsilon) =>
      this.pipeline.plan(SQL_PLUGIN, {
        request: 'plan',
        protocol: 1,
        definition: dataset.definition,
        arguments: {
          sql,
          epsilon,
          delta,
          accountSalt: accountSalt(dataset.account),
          ...(expect === undefined ? {} : { expect }),
          ...(refine === undefined ? {} : { refine }),
        },
      });
  }

  /** The price of a plan on the account as it stands; all zeros when a plan is not even sound enough for that. */
  price(reading: Reading, { dataset, plan, asked }: BeforeSubject): Price {
    const account = this.accounts.require(reading, dataset.account);
    try {
      return priceOf(account, plan.events, asked.delta);
    } catch (cause) {
      if (cause instanceof RangeError) return { spends: NO_COST, remaining: { share: 0, more: 0 } };
      throw cause;
    }
  }

  /** What is left for somebody whose question has no plan. */
  remaining(reading: Reading, dataset: Dataset): Price['remaining'] {
    return remainingFor(this.accounts.require(reading, dataset.account), []);
  }

  /**
   * The frozen answer of `query plan`, and the policy that decided. What is held needs no budget; its price is still that of
   * a fresh answer.
   */
  describe(
    reading: Reading,
    planned: Planned,
    held: boolean,
  ): { readonly plan: QueryPlan; readonly decided?: Decided } {
    if (!planned.accepted) return { plan: refusedPlan(planned.refusals, this.remaining(reading, planned.dataset)) };
    const { subject } = planned;
    const verdicts = this.pipeline.before(subject);
    const refusals = refusalsOf(held ? verdicts.filter(({ name }) => name !== BUDGET) : verdicts);
    const { columns, mechanisms, errors, threshold }: AcceptedPlan = subject.plan;
    const { spends, remaining } = this.price(reading, subject);
    const accepted = refusals.length === 0;
    const described = { accepted, refusals, columns, spends, remaining, mechanisms, errors, threshold };
    const plan: QueryPlan = held && accepted ? { ...described, reused: true } : described;
    return { plan, ...decidedBy(verdicts) };
  }
}

/**
 * The plan at the epsilon asked, or at the smallest one that keeps to the error asked, or at the one that is left to pay
 * where an answer is held.
 */
async function priced(
  at: Planner,
  { error, expect, refine }: Question,
  { usual, most }: { readonly usual: number; readonly most: number },
): Promise<Solved> {
  if (error !== undefined) return solveForError({ error, expect, limit: most }, at);
  const plan = await at(usual);
  if (!plan.accepted) return { refusals: plan.refusals };
  // A refinement is planned at what the rest costs, which is never more than what was asked.
  return { epsilon: refine === undefined ? usual : Math.min(usual, plan.epsilon), plan };
}

/** The error of a question with one noisy column at another price. */
async function widthAt(at: Planner, epsilon: number): Promise<BeforeSubject['fits']> {
  const plan = await at(epsilon);
  if (!plan.accepted || plan.errors.length !== 1) return undefined;
  const halfWidth = plan.errors[0]?.halfWidth95 ?? null;
  return halfWidth === null ? undefined : { epsilon, halfWidth };
}

/** Decides which rows and groups of a person above the caps are kept: the same ones in every query of an account. */
export function accountSalt(account: string): string {
  return sha256HexSync(`dq0 account ${account}`);
}

/** The project and the purpose of a question, for the audit row. */
export function askedFor(planned: Planned): { readonly project?: string; readonly purpose?: string } {
  if (!planned.accepted) return {};
  const { project, purpose } = planned.subject;
  return { ...(project === null ? {} : { project }), ...(purpose === null ? {} : { purpose }) };
}

/** What the checks refused, in the words of a planner's refusal. */
export function refusalsOf(verdicts: readonly RecordedVerdict[]): Refusal[] {
  return verdicts.flatMap(({ verdict }) => (verdict.pass ? [] : [toRefusal(verdict)]));
}

/** The policy that decided, for the audit row. */
export function decidedBy(verdicts: readonly RecordedVerdict[]): { readonly decided?: Decided } {
  const decided = verdicts.find(({ verdict }) => verdict.decided !== undefined)?.verdict.decided;
  return decided === undefined ? {} : { decided };
}

function toRefusal({ code, reason, remedy, offers }: Refused): Refusal {
  return {
    code,
    message: reason,
    position: null,
    remedy: remedy ?? new CodedError('QUERY_REFUSED').remedy,
    ...(offers === undefined ? {} : { offers }),
  };
}

function refusedPlan(refusals: readonly Refusal[], remaining: Price['remaining']): QueryPlan {
  return {
    accepted: false,
    refusals: [...refusals],
    columns: [],
    spends: NO_COST,
    remaining,
    mechanisms: [],
    errors: [],
    threshold: null,
  };
}
