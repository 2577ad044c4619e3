import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { BudgetName, Share } from './budget-vocabulary.ts';

/**
 * Joins accounts whose populations turn out to overlap: a new account takes over their spends, the smallest epsilon and
 * the smallest delta, and every data set on them spends from it. Never undone. For who owns every data set on them.
 */
export const joinBudgets = defineOperation({
  name: 'budget.join',
  action: 'budget:join',
  access: 'person',
  http: { method: 'POST', path: '/v1/budgets' },
  input: z.strictObject({ accounts: z.array(BudgetName).min(2).max(20), into: BudgetName }),
  output: z.strictObject({
    account: z.string(),
    joined: z.array(z.string()),
    epsilon: z.number(),
    delta: z.number(),
    used: Share,
    left: Share,
  }),
  errors: ['ACCOUNT_UNKNOWN', 'ACCOUNT_CONFLICT', 'ACCESS_DENIED'],
  example: {
    input: { accounts: ['us-1994', 'us-1995'], into: 'us' },
    output: { account: 'us', joined: ['us-1994', 'us-1995'], epsilon: 5, delta: 1e-6, used: 0.3, left: 0.7 },
  },
});
