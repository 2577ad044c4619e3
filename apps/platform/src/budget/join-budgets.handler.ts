import { share } from '@dq0/accounting';
import { joinBudgets, type Input, type Output } from '@dq0/protocol';
import { datasetFacts } from '../audit/dataset-facts.ts';
import { leftOf } from '../ledger/account.ts';
import { AccountJoinsService } from '../ledger/account-joins.service.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { BudgetAccess } from './budget-access.ts';

@Handles(joinBudgets)
export class JoinBudgetsHandler implements Handler<typeof joinBudgets> {
  constructor(
    private readonly access: BudgetAccess,
    private readonly joins: AccountJoinsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle({ accounts, into }: Input<typeof joinBudgets>, caller: Caller): Output<typeof joinBudgets> {
    const { user } = known(caller);
    return this.unitOfWork.write((writing) => {
      const owned = accounts.map((name) => this.access.owned(writing, user, name, 'budget:join'));
      const joined = [...new Set(owned.map(({ account }) => account.name))];
      const datasets = new Set(owned.flatMap((budget) => budget.datasets.map((dataset) => dataset.name)));
      caller.audit.object = into;
      Object.assign(caller.audit.facts, { joined: joined.join(' '), ...datasetFacts([...datasets].sort()) });
      const account = this.joins.join(writing, joined, into, user.id);
      const { name, terms, spent } = account;
      Object.assign(caller.audit.facts, { epsilon: terms.epsilon, delta: terms.delta });
      return {
        account: name,
        joined,
        epsilon: terms.epsilon,
        delta: terms.delta,
        used: share(terms, spent),
        left: leftOf(account),
      };
    });
  }
}
