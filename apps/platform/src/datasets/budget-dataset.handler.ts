import { epsilonAt, share } from '@dq0/accounting';
import { budgetDataset, type Input, type Output } from '@dq0/protocol';
import { leftOf } from '../ledger/account.ts';
import { AccountsService } from '../ledger/accounts.service.ts';
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
      const found = this.accounts.require(reading, dataset.account);
      const { name: account, terms, spent } = found;
      const used = share(terms, spent);
      return {
        account,
        epsilon: terms.epsilon,
        delta: terms.delta,
        used,
        left: leftOf(found),
        epsilonSpent: used === 0 ? 0 : epsilonAt(spent, terms.delta),
        releases: this.accounts.releases(reading, account),
      };
    });
  }
}
