import { z } from 'zod';
import { Mechanism, Refusal, ResultColumn } from '../../plugin/plan.ts';
import { Cell, ResultTable } from '../../plugin/result.ts';

/** `share`: part of the account's limit at its primary order; adds up always. */
export const Spends = z.strictObject({ epsilon: z.number(), delta: z.number(), share: z.number() });
/** `more`: how many like this the account would admit now; of a plan, the one that is planned is among them. */
export const Remaining = z.strictObject({ share: z.number(), more: z.int().nonnegative() });

/** States as people see them: a failure after the data were opened shows as `withheld`. */
export const VisibleState = z.enum([
  'planned',
  'refused',
  'waiting_approval',
  'reserved',
  'queued',
  'opened',
  'running',
  'checking',
  'in_review',
  'released',
  'withheld',
  'cancelled',
]);

/** Frozen for scripts: `query plan ... --json`. `reused` only where the answer is held: asking it costs nothing. */
export const QueryPlan = z.strictObject({
  accepted: z.boolean(),
  refusals: z.array(Refusal),
  columns: z.array(ResultColumn),
  spends: Spends,
  remaining: Remaining,
  mechanisms: z.array(Mechanism),
  errors: z.array(z.strictObject({ column: z.string(), halfWidth95: z.number().nullable() })),
  threshold: z.strictObject({ units: z.int(), delta: z.number() }).nullable(),
  reused: z.literal(true).optional(),
});
export type QueryPlan = z.infer<typeof QueryPlan>;

/** Frozen for scripts: `query run ... --json` and `query result JOB --json`. `refusals` only when refused. */
export const QueryAnswer = z.strictObject({
  job: z.uuid().nullable(),
  state: VisibleState,
  columns: ResultTable.shape.columns,
  rows: z.array(z.array(Cell)),
  intervals: ResultTable.shape.intervals,
  confidence: z.literal(0.95),
  spent: Spends,
  remaining: Remaining,
  reused: z.boolean(),
  check: z.enum(['green', 'amber', 'red']).nullable(),
  refusals: z.array(Refusal).optional(),
  /** Mock runs only: the full log that data jobs never show. */
  log: z.array(z.string()).optional(),
});
export type QueryAnswer = z.infer<typeof QueryAnswer>;
