import { budgetHistory, type Input, type Output, type SpendRecord } from '@dq0/protocol';
import { SpendHistoryService } from '../budget/spend-history.service.ts';
import type { SpendState } from '../budget/spend.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { BudgetAccess, scopeOf } from './budget-access.ts';

/** When a run ended is no business of this list: from the opening of the data on a spend is charged. */
const SHOWN: Readonly<Record<SpendState, SpendRecord['state']>> = {
  RESERVED: 'reserved',
  OPENED: 'charged',
  COMMITTED: 'charged',
  REFUNDED: 'refunded',
};

@Handles(budgetHistory)
export class BudgetHistoryHandler implements Handler<typeof budgetHistory> {
  constructor(
    private readonly access: BudgetAccess,
    private readonly history: SpendHistoryService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle({ name, limit, before }: Input<typeof budgetHistory>, caller: Caller): Output<typeof budgetHistory> {
    const { user } = known(caller);
    return this.unitOfWork.read((reading) => {
      const seen = this.access.seen(reading, user, name, 'budget:history');
      const scope = scopeOf(seen, seen.whose === 'everybody' ? null : user.id);
      const page = this.history.page(reading, scope, { limit, before: before ?? Number.MAX_SAFE_INTEGER });
      const visible = new Set(seen.datasets.map((one) => one.name));
      let running = page[0] === undefined ? 0 : this.history.sum(reading, scope, { upTo: page[0].number }).share;
      const spends = page.map(({ number, at, job, dataset, email, share, state }): SpendRecord => {
        const now = Math.max(0, running);
        if (state !== 'REFUNDED') running -= share;
        const time = new Date(at).toISOString();
        const who = seen.whose === 'everybody' ? email : null;
        const where = dataset !== null && visible.has(dataset) ? dataset : null;
        return { number, time, job, dataset: where, user: who, share, running: now, state: SHOWN[state] };
      });
      return { account: seen.account.name, whose: seen.whose, spends };
    });
  }
}
