import { budgetHistory, type Input, type Output, type SpendRecord } from '@dq0/protocol';
import { SpendHistoryService } from '../ledger/spend-history.service.ts';
import type { SpendState } from '../ledger/spend.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { BudgetAccess, seenSpends } from './budget-access.ts';

/**
 * When the data were opened is for their owner: how long a run waited for that tells how long the runs before it took.
 * Everybody else sees one word until it is given back, which is public at once. When a run ended shows to nobody here.
 */
function shown(state: SpendState, toOwner: boolean): SpendRecord['state'] {
  if (state === 'REFUNDED') return 'refunded';
  return state === 'RESERVED' && toOwner ? 'reserved' : 'charged';
}

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
      const scope = seenSpends(seen, user);
      const page = this.history.page(reading, scope, { limit, before: before ?? Number.MAX_SAFE_INTEGER });
      const visible = new Set(seen.datasets.map((one) => one.name));
      let running = page[0] === undefined ? 0 : this.history.sum(reading, scope, { upTo: page[0].row }).share;
      const spends = page.map(({ number, at, job, dataset, email, share, state }): SpendRecord => {
        const now = Math.max(0, running);
        if (state !== 'REFUNDED') running -= share;
        const time = new Date(at).toISOString();
        const who = seen.whose === 'everybody' ? email : null;
        const where = dataset !== null && visible.has(dataset) ? dataset : null;
        const mine = dataset !== null && seen.owned.has(dataset);
        return { number, time, job, dataset: where, user: who, share, running: now, state: shown(state, mine) };
      });
      return { account: seen.account.name, whose: seen.whose, spends };
    });
  }
}
