import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Email, GroupName } from '../../vocabulary.ts';
import { FullProjectName } from '../project/project-vocabulary.ts';
import { BudgetName, QuotaRecord } from './budget-vocabulary.ts';

/**
 * Limits the part of an account that one person, a group together, or a project may use; the newest statement holds, 1 lifts it.
 * Fairness only: the account's own limit stays what protects people. For who owns every data set on the account.
 */
export const setQuota = defineOperation({
  name: 'budget.quota-set',
  action: 'budget:quota',
  access: 'person',
  stepUp: true,
  http: { method: 'POST', path: '/v1/budgets/:name/quotas' },
  input: z.strictObject({
    name: BudgetName,
    user: Email.optional(),
    group: GroupName.optional(),
    /** In full; whether there is such a project is not told. */
    project: FullProjectName.optional(),
    share: z.number().min(0).max(1),
  }),
  output: z.strictObject({ account: z.string(), quota: QuotaRecord }),
  errors: ['ACCOUNT_UNKNOWN', 'ACCESS_DENIED', 'USER_UNKNOWN', 'GROUP_UNKNOWN', 'INPUT_INVALID'],
  example: {
    input: { name: 'us-1994', group: 'data-scientist', share: 0.5 },
    output: { account: 'us-1994', quota: { kind: 'group', subject: 'data-scientist', share: 0.5, used: 0.01 } },
  },
});
