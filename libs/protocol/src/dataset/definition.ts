import { z } from 'zod';
import { DatasetName } from '../vocabulary.ts';
import { Column } from './column.ts';
import { Connector, Identifier } from './connector.ts';

const PositiveCount = z
  .int()
  .min(1)
  .max(2 ** 40);
export const Unit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('row') }),
  z.strictObject({
    kind: z.literal('column'),
    column: Identifier,
    maxGroups: PositiveCount,
    maxRows: PositiveCount,
    maxTrainRows: PositiveCount.optional(),
  }),
  z.strictObject({
    kind: z.literal('path'),
    via: z.array(z.string().max(200)).min(1).max(8),
    maxGroups: PositiveCount,
    maxRows: PositiveCount,
  }),
  z.strictObject({ kind: z.literal('public') }),
]);

export const Table = z.strictObject({
  source: z.string().max(200).optional(),
  unit: Unit,
  maxUnits: PositiveCount,
  minUnits: PositiveCount.default(1),
  keys: z.array(z.array(Identifier).min(1).max(16)).max(16).default([]),
  synthesis: z.boolean().default(false),
  columns: z
    .record(Identifier, Column)
    .refine((columns) => Object.keys(columns).length > 0, { error: 'at least one column' }),
});
export type Table = z.infer<typeof Table>;

/** No budget holds more, so no release can cost more. */
export const MOST_EPSILON = 1000;

export const AccountTerms = z.strictObject({
  epsilon: z.number().positive().max(MOST_EPSILON),
  delta: z.number().positive().max(0.01),
});

/**
 * What an owner writes, exports and imports: source, unit, bounds, categories, budget.
 * A feature that this version cannot compute is accepted here and refused in queries.
 */
export const DatasetDefinition = z.strictObject({
  apiVersion: z.literal('dq0/v1'),
  kind: z.literal('Dataset'),
  name: DatasetName,
  description: z.string().max(4000).default(''),
  tags: z.array(z.string().max(64)).max(32).default([]),
  privacyLevel: z.union([z.literal(0), z.literal(1), z.literal(2)]).default(2),
  publicMetadata: z.boolean().default(true),
  connector: Connector,
  account: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'lower-case letters, digits, _ or -'),
  budget: AccountTerms,
  limits: z
    .strictObject({
      epsilonPerRelease: z.number().positive().max(MOST_EPSILON),
      deltaPerRelease: z.number().positive().max(0.01),
      thresholdDelta: z.number().positive().max(0.01).optional(),
    })
    .optional(),
  entity: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,62}$/)
    .default('person'),
  timing: z.enum(['deadline', 'fast']).default('deadline'),
  version: z.int().positive().default(1),
  timezone: z.literal('UTC').default('UTC'),
  tables: z
    .record(Identifier, Table)
    .refine((tables) => Object.keys(tables).length > 0, { error: 'at least one table' }),
});
export type DatasetDefinition = z.infer<typeof DatasetDefinition>;
export type DatasetDefinitionInput = z.input<typeof DatasetDefinition>;

/** What the threshold of one release may add to delta: as declared, else a thousandth of the account's share for it. */
export function thresholdDelta(definition: DatasetDefinition): number {
  return definition.limits?.thresholdDelta ?? definition.budget.delta / 10_000;
}

/** Limits of one release: as declared, else epsilon of the budget and a tenth of its delta. */
export function releaseLimits(definition: DatasetDefinition): { epsilonPerRelease: number; deltaPerRelease: number } {
  return (
    definition.limits ?? { epsilonPerRelease: definition.budget.epsilon, deltaPerRelease: definition.budget.delta / 10 }
  );
}
