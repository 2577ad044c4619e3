import { z } from 'zod';
import { DatasetDefinition } from '../dataset/definition.ts';
import { Measured, ResultTable } from './result.ts';

const shared = { protocol: z.literal(1), definition: DatasetDefinition };

/** A released answer: what was asked at which price, and its noisy integers. */
export const HeldAnswer = z.strictObject({
  sql: z.string(),
  epsilon: z.number(),
  delta: z.number(),
  measured: Measured,
});
export type HeldAnswer = z.infer<typeof HeldAnswer>;

/** One data-free request to a plugin's warm `plan` entry; one JSON line in, one JSON line out. */
export const PlannerRequest = z.discriminatedUnion('request', [
  z.strictObject({
    request: z.literal('plan'),
    ...shared,
    arguments: z.strictObject({
      sql: z.string(),
      epsilon: z.number(),
      delta: z.number(),
      expect: z.number().optional(),
      /** Of the budget account: decides which rows and groups of a unit above its caps are kept, always the same ones. */
      accountSalt: z.string().max(200).optional(),
      /** A held answer to the same question: noise is planned that makes both together as sharp as one at `epsilon`. */
      refine: HeldAnswer.optional(),
    }),
  }),
  /** Plans and runs on the mock twin, which is made from the definition alone. */
  z.strictObject({
    request: z.literal('mock'),
    ...shared,
    arguments: z.strictObject({ sql: z.string(), epsilon: z.number(), delta: z.number() }),
  }),
  /** An answer from ones that are held: reads their noisy integers, no data. */
  z.strictObject({
    request: z.literal('derive'),
    ...shared,
    arguments: z.strictObject({
      sql: z.string(),
      epsilon: z.number(),
      delta: z.number(),
      accountSalt: z.string().max(200).optional(),
      /** No integer may have more noise than a fresh one would. */
      sharp: z.boolean(),
      held: z.array(HeldAnswer),
    }),
  }),
  /** Rows of the mock twin. */
  z.strictObject({
    request: z.literal('sample'),
    ...shared,
    arguments: z.strictObject({ table: z.string(), rows: z.int().min(1).max(1000) }),
  }),
]);
export type PlannerRequest = z.infer<typeof PlannerRequest>;

/** Answer of `derive`: the place of the held answer it comes from, and the table. */
export const DerivedAnswer = z.union([
  z.strictObject({ found: z.null() }),
  z.strictObject({ found: z.int().nonnegative(), result: ResultTable }),
]);

/** The job file of `run`: paths are inside the sandbox. */
export const JobFile = z.strictObject({
  protocol: z.literal(1),
  job: z.uuid(),
  attempt: z.int().positive(),
  plan: z.unknown(),
  /** Arrow IPC file per statement name. */
  inputs: z.record(z.string(), z.string()),
  output: z.string(),
});

/** NDJSON on descriptor 3 of `run`. */
export const PluginEvent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('started') }),
  z.strictObject({ type: z.literal('progress'), value: z.number().min(0).max(1), phase: z.string().max(64) }),
  z.strictObject({ type: z.literal('metric'), name: z.string().max(64), value: z.number() }),
  z.strictObject({ type: z.literal('param'), name: z.string().max(64), value: z.string().max(1024) }),
  z.strictObject({
    type: z.literal('artifact'),
    path: z.string().max(255),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  /** The noise really drawn, one entry per event of the plan: compared with the ledger before release. */
  z.strictObject({ type: z.literal('noise'), kind: z.string(), scale: z.string(), values: z.int().nonnegative() }),
  z.strictObject({ type: z.literal('finished') }),
  z.strictObject({ type: z.literal('failed'), reason: z.string().max(4000) }),
]);
export type PluginEvent = z.infer<typeof PluginEvent>;
