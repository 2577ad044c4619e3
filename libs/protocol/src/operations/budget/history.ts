import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { IsoTime } from '../../vocabulary.ts';
import { BudgetName, Share } from './budget-vocabulary.ts';

/** One spend of an account. */
export const SpendRecord = z.strictObject({
  /** Its place among the spends that the caller sees, the oldest being 1: the cursor of the next page. */
  number: z.int().positive(),
  time: IsoTime,
  job: z.string(),
  /** Null for one that the caller may not see, or whose job is no longer known. */
  dataset: z.string().nullable(),
  /** Who asked; null where the caller may see only their own spends, or the person is no longer known. */
  user: z.string().nullable(),
  share: Share,
  /** Sum of the shares up to here, of the spends that the caller sees. */
  running: Share,
  /** `reserved` may still come back, and shows to the owner of the data set alone; to others it is `charged`. */
  state: z.enum(['reserved', 'charged', 'refunded']),
});
export type SpendRecord = z.infer<typeof SpendRecord>;

/**
 * The spends of an account, newest first: everybody's on one's own data sets and, for auditors, on all; else the
 * caller's own.
 */
export const budgetHistory = defineOperation({
  name: 'budget.history',
  action: 'budget:history',
  http: { method: 'GET', path: '/v1/budgets/:name/spends' },
  input: z.strictObject({
    name: BudgetName,
    limit: z.int().min(1).max(200).default(50),
    before: z.int().positive().optional(),
  }),
  output: z.strictObject({ account: z.string(), whose: z.enum(['everybody', 'own']), spends: z.array(SpendRecord) }),
  paging: { items: 'spends', cursor: 'before', member: 'number' },
  errors: ['ACCOUNT_UNKNOWN'],
  example: {
    input: { name: 'us-1994' },
    output: {
      account: 'us-1994',
      whose: 'everybody',
      spends: [
        {
          number: 1,
          time: '2026-11-24T09:30:00Z',
          job: '0198c0de-0000-7000-8000-000000000001',
          dataset: 'census',
          user: 'ada@example.org',
          share: 0.003,
          running: 0.003,
          state: 'charged',
        },
      ],
    },
  },
});
