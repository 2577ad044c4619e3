import type { QueryAnswer, QueryPlan } from '@dq0/protocol';
import { BudgetHistoryHandler } from '../../src/budget/budget-history.handler.ts';
import { ForecastBudgetHandler } from '../../src/budget/forecast-budget.handler.ts';
import { ShowBudgetHandler } from '../../src/budget/show-budget.handler.ts';
import { AddDatasetHandler } from '../../src/datasets/add-dataset.handler.ts';
import type { CallingUser } from '../../src/operations/handler.ts';
import { PlanQueryHandler } from '../../src/queries/plan-query.handler.ts';
import { ResultQueryHandler } from '../../src/queries/result-query.handler.ts';
import { RunQueryHandler } from '../../src/queries/run-query.handler.ts';
import { aDefinition } from './census.ts';
import { ADA, OWNER, type Quarantine } from './quarantine.ts';

/** A second owner, who owns nothing at first. */
export const OTHER: CallingUser = {
  id: '0b0e0000-0000-4000-8000-000000000009',
  email: 'other@example.org',
  roles: ['data-owner'],
  groups: [],
};
const sql = 'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex';

/** What tests of budgets ask of the platform that `running` gives, in words of their own. */
export function budgetsOf(running: () => Quarantine) {
  const publish = (changes: Parameters<typeof aDefinition>[0] = {}, owner = OWNER, groups = ['data-scientist']) =>
    running().ask(AddDatasetHandler, owner, { definition: aDefinition(changes), groups });
  const run = (user: CallingUser, epsilon = 0.5, dataset = 'census'): Promise<QueryAnswer> =>
    running().ask(RunQueryHandler, user, { dataset, sql, epsilon, mock: false, fresh: true });
  return {
    publish,
    run,
    show: (user: CallingUser, name = 'census') => running().ask(ShowBudgetHandler, user, { name }),
    history: (user: CallingUser, name = 'census', page: { limit?: number; before?: number } = {}) =>
      running().ask(BudgetHistoryHandler, user, { name, limit: 50, ...page }),
    forecast: (days = 30, user = ADA) => running().ask(ForecastBudgetHandler, user, { name: 'census', days }),
    plan: (user: CallingUser, epsilon = 0.5, dataset = 'census'): Promise<QueryPlan> =>
      running().ask(PlanQueryHandler, user, { dataset, sql, epsilon, fresh: true }),
    /** Makes the second owner a user. */
    registerOther: () =>
      running().unitOfWork.write((writing) => {
        writing.run(
          `INSERT INTO users (id, email, state, roles, password, device, since)
           VALUES (:id, :email, 'approved', '["data-owner"]', NULL, :device, 0)`,
          { id: OTHER.id, email: OTHER.email, device: 'e'.repeat(43) },
        );
      }),
    /** An account with data sets of two owners, as there were before an account belonged to one. */
    publishTheirs: async () => {
      await publish({ name: 'theirs' });
      running().unitOfWork.write((writing) => {
        writing.run(`UPDATE datasets SET owner_id = :owner WHERE name = 'theirs'`, { owner: OTHER.id });
      });
    },
    /** Asks and waits for the answer. */
    answered: async (user: CallingUser, epsilon = 0.5, dataset = 'census'): Promise<QueryAnswer> => {
      const { job, refusals } = await run(user, epsilon, dataset);
      if (job === null) throw new Error(JSON.stringify(refusals));
      return running().ask(ResultQueryHandler, user, { job, waitSeconds: 5 });
    },
  };
}
