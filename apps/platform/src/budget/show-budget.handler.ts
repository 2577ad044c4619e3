import { epsilonAt, share } from '@dq0/accounting';
import { showBudget, type Input, type Output } from '@dq0/protocol';
import { leftOf } from '../ledger/account.ts';
import { Odometer, type OdometerReading } from '../ledger/odometer.ts';
import { QuotasService } from '../ledger/quotas.service.ts';
import { SpendHistoryService } from '../ledger/spend-history.service.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { allSpends, BudgetAccess, ownSpends, seenSpends } from './budget-access.ts';
import { QuotaRecords } from './quota-records.ts';

@Handles(showBudget)
export class ShowBudgetHandler implements Handler<typeof showBudget, OdometerReading> {
  constructor(
    private readonly access: BudgetAccess,
    private readonly history: SpendHistoryService,
    private readonly quotas: QuotasService,
    private readonly records: QuotaRecords,
    private readonly odometer: Odometer,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  prepare({ name }: Input<typeof showBudget>, caller: Caller): Promise<OdometerReading> {
    const { account } = this.unitOfWork.read((reading) =>
      this.access.seen(reading, known(caller).user, name, 'budget:show'),
    );
    return this.odometer.read(account);
  }

  handle({ name }: Input<typeof showBudget>, caller: Caller, pld: OdometerReading): Output<typeof showBudget> {
    const { user } = known(caller);
    return this.unitOfWork.read((reading) => {
      const seen = this.access.seen(reading, user, name, 'budget:show');
      const { account, whose } = seen;
      const { terms, spent } = account;
      const used = share(terms, spent);
      const from = new Set(seen.datasets.map((dataset) => dataset.account));
      const quotas = this.quotas.of(reading, account);
      return {
        account: account.name,
        entity: account.entity,
        unitKind: account.unitKind,
        epsilon: terms.epsilon,
        delta: terms.delta,
        primaryOrder: terms.primaryOrder,
        joined: seen.family.filter((one) => one !== account.name && (seen.complete || from.has(one))),
        datasets: seen.datasets.map((dataset) => dataset.name),
        used,
        left: leftOf(account),
        closed: account.closed !== null,
        odometer: {
          rdpEpsilon: used === 0 ? 0 : epsilonAt(spent, terms.delta),
          pld: { epsilon: pld.epsilon, spends: pld.spends, time: new Date(pld.at).toISOString() },
        },
        spends: this.history.sum(reading, allSpends(seen)).spends,
        own: this.history.sum(reading, ownSpends(seen, user)),
        people: whose === 'everybody' ? this.history.people(reading, seenSpends(seen, user)) : null,
        quotas: this.records.seenBy(reading, user, seen, quotas),
      };
    });
  }
}
