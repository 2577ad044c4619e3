import { z } from 'zod';
import { ResultColumn } from './plan.ts';

export const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** What a query plugin writes as `result.json`: the bytes that are checked, pinned by SHA-256, and released. */
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
