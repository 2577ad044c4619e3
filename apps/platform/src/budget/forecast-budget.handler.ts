import { forecastBudget, type Input, type Output } from '@dq0/protocol';
import { leftOf } from '../ledger/account.ts';
import { SpendHistoryService } from '../ledger/spend-history.service.ts';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { allSpends, BudgetAccess } from './budget-access.ts';

const DAY_MS = 86_400_000;
/** The last day that a time can name. */
const LATEST_MS = Date.parse('9999-12-31T23:59:59Z');

@Handles(forecastBudget)
export class ForecastBudgetHandler implements Handler<typeof forecastBudget> {
  constructor(
    private readonly access: BudgetAccess,
    private readonly history: SpendHistoryService,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle({ name, days: asked }: Input<typeof forecastBudget>, caller: Caller): Output<typeof forecastBudget> {
    const { user } = known(caller);
    const now = this.clock.now().getTime();
    return this.unitOfWork.read((reading) => {
      const seen = this.access.seen(reading, user, name, 'budget:forecast');
      const { account, family } = seen;
      const age = (now - this.history.since(reading, family)) / DAY_MS;
      const days = Math.max(1, Math.min(asked, age));
      const since = Math.max(0, Math.floor(now - days * DAY_MS));
      const { share: spent, spends } = this.history.sum(reading, allSpends(seen), { since });
      const left = leftOf(account);
      const perDay = spent / days;
      const daysLeft = left === 0 ? 0 : perDay === 0 ? null : left / perDay;
      const end = daysLeft === null ? Number.POSITIVE_INFINITY : now + daysLeft * DAY_MS;
      const usedUpAt = end <= LATEST_MS ? new Date(end).toISOString() : null;
      return { account: account.name, days, spends, spent, perDay, left, daysLeft, usedUpAt };
    });
  }
}
