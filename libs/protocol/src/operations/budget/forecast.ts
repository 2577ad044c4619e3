import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { IsoTime } from '../../vocabulary.ts';
import { BudgetName, Share } from './budget-vocabulary.ts';

/** When an account is used up if the last days go on: made of shares and times of spends, never of data. */
export const forecastBudget = defineOperation({
  name: 'budget.forecast',
  action: 'budget:forecast',
  http: { method: 'GET', path: '/v1/budgets/:name/forecast' },
  input: z.strictObject({ name: BudgetName, days: z.int().min(1).max(3650).default(30) }),
  output: z.strictObject({
    account: z.string(),
    /** Days looked at: those asked for, or the account's age where that is less (at least one). */
    days: z.number().positive(),
    spends: z.int().nonnegative(),
    spent: Share,
    perDay: Share,
    left: Share,
    /** Days from now; null when nothing was spent in this time. */
    daysLeft: z.number().nonnegative().nullable(),
    usedUpAt: IsoTime.nullable(),
  }),
  errors: ['ACCOUNT_UNKNOWN'],
  example: {
    input: { name: 'census' },
    output: {
      account: 'us-1994',
      days: 30,
      spends: 12,
      spent: 0.06,
      perDay: 0.002,
      left: 0.9,
      daysLeft: 450,
      usedUpAt: '2028-02-17T09:30:00Z',
    },
  },
});
