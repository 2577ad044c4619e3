import { epsilonAt, share } from '@dq0/accounting';
import { budgetDataset, type Input, type Output } from '@dq0/protocol';
import { AccountsService } from '../budget/accounts.service.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { DatasetsService } from './datasets.service.ts';

@Handles(budgetDataset)
export class BudgetDatasetHandler implements Handler<typeof budgetDataset> {
  constructor(
    private readonly datasets: DatasetsService,
    private readonly accounts: AccountsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle({ dataset: name }: Input<typeof budgetDataset>, caller: Caller): Output<typeof budgetDataset> {
    return this.unitOfWork.read((reading) => {
      const dataset = this.datasets.permitted(reading, known(caller).user, name, 'dataset:budget');
      const { name: account, terms, spent, closed } = this.accounts.require(reading, dataset.account);
      const used = share(terms, spent);
      return {
        account,
        epsilon: terms.epsilon,
        delta: terms.delta,
        used,
        left: closed === null ? Math.max(0, 1 - used) : 0,
        epsilonSpent: used === 0 ? 0 : epsilonAt(spent, terms.delta),
        releases: this.accounts.releases(reading, account),
      };
    });
  }
}
