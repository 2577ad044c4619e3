import { z } from 'zod';
import { DatasetDefinition } from '../dataset/definition.ts';

const shared = { protocol: z.literal(1), definition: DatasetDefinition };

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
    }),
  }),
  /** Plans and runs on the mock twin, which is made from the definition alone. */
  z.strictObject({
    request: z.literal('mock'),
    ...shared,
    arguments: z.strictObject({ sql: z.string(), epsilon: z.number(), delta: z.number() }),
  }),
  /** Rows of the mock twin. */
  z.strictObject({
    request: z.literal('sample'),
    ...shared,
    arguments: z.strictObject({ table: z.string(), rows: z.int().min(1).max(1000) }),
  }),
]);
export type PlannerRequest = z.infer<typeof PlannerRequest>;

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
