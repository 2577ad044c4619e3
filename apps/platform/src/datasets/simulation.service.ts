import { Injectable } from '@nestjs/common';
import {
  CodedError,
  releaseLimits,
  type DatasetDefinition,
  type Input,
  type Output,
  type PlanAnswer,
  type simulateDataset,
} from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { newAccount, AccountsService } from '../ledger/accounts.service.ts';
import type { Account } from '../ledger/account.ts';
import { fits, priceOf } from '../ledger/price.ts';
import type { CallingUser } from '../operations/handler.ts';
import { ServiceClient } from '../service-link/service-client.ts';
import { accountOf, contradictions, warnings } from './definition-rules.ts';
import { PublishingService } from './publishing.service.ts';
import { typicalQuestions, type TypicalQuestion } from './typical-questions.ts';

type Simulated = Output<typeof simulateDataset>;
type Budget = Simulated['budgets'][number];
type Planned = TypicalQuestion & { readonly epsilon: number; readonly delta: number; readonly plan: PlanAnswer };

/** What a question is asked with when nobody says. */
const USUAL_EPSILON = 0.5;

/** Tells an owner what a definition would give before it is published; the data are not looked at. */
@Injectable()
export class SimulationService {
  constructor(
    private readonly publishing: PublishingService,
    private readonly accounts: AccountsService,
    private readonly service: ServiceClient,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CodedError as publishing would, but for what only the data can tell */
  async simulate({ definition: text, budgets }: Input<typeof simulateDataset>, owner: CallingUser): Promise<Simulated> {
    const definition = this.publishing.check(text, [], owner);
    const existing = this.unitOfWork.read((reading) => this.accounts.find(reading, definition.account));
    const others = budgets.map((budget): DatasetDefinition => ({
      ...definition,
      budget,
      limits: limitsOf(definition, budget),
    }));
    for (const other of others) requireSound(other);
    const priced: Budget[] = [];
    for (const one of [definition, ...others]) {
      const account = (one === definition ? existing : undefined) ?? newAccount(accountOf(one));
      priced.push({ ...one.budget, questions: (await this.#plan(one)).map((planned) => price(account, planned)) });
    }
    return {
      account: definition.account,
      joined: existing !== undefined,
      budgets: priced,
      notes: warnings(definition),
    };
  }

  #plan(definition: DatasetDefinition): Promise<Planned[]> {
    const { epsilonPerRelease, deltaPerRelease: delta } = releaseLimits(definition);
    const epsilon = Math.min(USUAL_EPSILON, epsilonPerRelease);
    return Promise.all(
      typicalQuestions(definition).map(async (question) => {
        const asked = { sql: question.sql, epsilon, delta };
        const plan = await this.service.planQuery('sql', {
          request: 'plan',
          protocol: 1,
          definition,
          arguments: asked,
        });
        return { ...question, epsilon, delta, plan };
      }),
    );
  }
}

/** Limits of one release under another budget: the same, as far as it allows. */
function limitsOf({ limits }: DatasetDefinition, budget: DatasetDefinition['budget']): DatasetDefinition['limits'] {
  if (limits === undefined) return undefined;
  return {
    ...limits,
    epsilonPerRelease: Math.min(limits.epsilonPerRelease, budget.epsilon),
    deltaPerRelease: Math.min(limits.deltaPerRelease, budget.delta),
  };
}

function requireSound(definition: DatasetDefinition): void {
  const details = contradictions(definition);
  if (details.length > 0) throw new CodedError('DATASET_INVALID', { details });
}

function price(account: Account, { title, sql, epsilon, delta, plan }: Planned): Budget['questions'][number] {
  const question = { title, sql, epsilon, halfWidth95: null, share: 0, more: 0 };
  if (!plan.accepted) return { ...question, refused: plan.refusals[0]?.message ?? 'It is refused.' };
  const { spends, remaining } = priceOf(account, plan.events, delta);
  const halfWidth95 = plan.errors[0]?.halfWidth95 ?? null;
  const refused = fits(account, plan.events) ? null : 'The account has too little left for it.';
  return { ...question, halfWidth95, share: spends.share, more: remaining.more, refused };
}
