import { z } from 'zod';
import { Mechanism, Refusal } from './plan.ts';
import { Cell, ResultTable } from './result.ts';

/** Answer of a `mock` request: a result on the mock twin, with the full log a data job never shows. */
export const MockAnswer = z.discriminatedUnion('accepted', [
  z.strictObject({
    accepted: z.literal(true),
    result: ResultTable,
    mechanisms: z.array(Mechanism),
    log: z.array(z.string()),
  }),
  z.strictObject({ accepted: z.literal(false), refusals: z.array(Refusal).min(1) }),
]);
export type MockAnswer = z.infer<typeof MockAnswer>;

export const SampleAnswer = z.strictObject({
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(Cell)),
});
