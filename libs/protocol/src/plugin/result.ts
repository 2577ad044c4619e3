import { z } from 'zod';
import { ResultColumn } from './plan.ts';

export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** An answer as it is shown. */
export const ResultTable = z.strictObject({
  columns: z.array(ResultColumn),
  rows: z.array(z.array(Cell)),
  intervals: z.array(
    z.array(
      z.tuple([z.union([z.number(), z.string()]).nullable(), z.union([z.number(), z.string()]).nullable()]).nullable(),
    ),
  ),
  confidence: z.literal(0.95),
});
export type ResultTable = z.infer<typeof ResultTable>;

/** The noisy integers behind an answer: other answers are derived from them, free. `columns[i][j]` of the j-th key. */
export const Measured = z.strictObject({
  keys: z.array(z.array(Cell)),
  columns: z.array(z.array(z.string().regex(/^-?\d+$/))),
  /** Of a refinement: the noise of each column, and the epsilon at which a fresh answer is as sharp. */
  scales: z.array(z.string().max(40)).optional(),
  epsilon: z.number().positive().optional(),
});
export type Measured = z.infer<typeof Measured>;

/** What a query plugin writes as `result.json`: the bytes that are checked, pinned by SHA-256, and released. */
export const ReleasedResult = ResultTable.extend({ measured: Measured.optional() });
export type ReleasedResult = z.infer<typeof ReleasedResult>;
