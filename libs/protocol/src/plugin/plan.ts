import { z } from 'zod';

/** A decimal number as text, so that TypeScript and Python hold the very same value. */
export const DecimalText = z.string().regex(/^\d+(\.\d+)?(e[+-]?\d+)?$/);
/** An exact non-negative integer as text (it may exceed 2^53). */
export const IntegerText = z.string().regex(/^\d+$/);

/**
 * One declarative privacy event. Sensitivities are exact integers in the quanta of the column:
 * `l2Squared` is the square of the L2 sensitivity of the whole column of cells, `l1` its L1 sensitivity.
 */
export const SqlEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('discrete_gaussian'), sigma: DecimalText, l2Squared: IntegerText }),
  z.strictObject({ kind: z.literal('discrete_laplace'), scale: DecimalText, l1: IntegerText }),
  /** What a threshold on unknown groups may fail by. It draws no noise and stands behind the events that do. */
  z.strictObject({ kind: z.literal('additive_delta'), delta: DecimalText }),
]);
export type SqlEvent = z.infer<typeof SqlEvent>;
export type NoiseEvent = Exclude<SqlEvent, { kind: 'additive_delta' }>;

/** The events that draw noise. */
export function noiseEvents(events: readonly SqlEvent[]): NoiseEvent[] {
  return events.filter((event) => event.kind !== 'additive_delta');
}

/** Frozen for scripts: which noise a column gets. `scale` is sigma or b in units of the column. */
export const Mechanism = z.strictObject({
  column: z.string(),
  part: z.enum(['count', 'units', 'distinct', 'leaves', 'sum', 'squares', 'products']),
  kind: z.enum(['gaussian', 'laplace']),
  scale: z.number(),
  sensitivity: z.number(),
});
export type Mechanism = z.infer<typeof Mechanism>;

/** Parts that count people, rows or values: their quantum is 1. */
export const COUNTED_PARTS: ReadonlySet<Mechanism['part']> = new Set(['count', 'units', 'distinct', 'leaves']);

/** A place in a text: zero-based, half-open, UTF-16 units. */
const Position = z.tuple([z.int().nonnegative(), z.int().nonnegative()]);

/**
 * Frozen for scripts: one reason why a text is refused. `rewrite`: text to put in place of a part, only where the
 * planner gets further with it. `offers`: what the same text may be asked with instead, only where that is known: an
 * epsilon, or one of these purposes.
 */
export const Refusal = z.strictObject({
  code: z.string(),
  message: z.string(),
  position: Position.nullable(),
  remedy: z.string(),
  rewrite: z.strictObject({ position: Position, text: z.string() }).optional(),
  offers: z.strictObject({ epsilon: z.number().optional(), purposes: z.array(z.string()).optional() }).optional(),
});
export type Refusal = z.infer<typeof Refusal>;

export const ResultColumn = z.strictObject({
  name: z.string(),
  type: z.enum(['integer', 'decimal', 'float', 'string', 'boolean', 'date', 'timestamp']),
  noisy: z.boolean(),
});
export type ResultColumn = z.infer<typeof ResultColumn>;

/** A statement that the fetch worker runs at the source; `parameters` are bound in order, never printed. */
export const Statement = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,30}$/),
  dialect: z.enum(['duckdb', 'postgresql', 'mysql']),
  /**
   * The tables the statement reads, as the definition names them. For DuckDB the worker provides each as a view of that
   * name; a statement of another dialect names them as the source does.
   */
  tables: z.array(z.string()),
  sql: z.string(),
  parameters: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Names and types of the result in order, for a source whose own types say less than the plugin reads. */
  result: z
    .array(
      z.strictObject({
        name: z.string(),
        type: z.enum(['integer', 'float', 'string', 'boolean', 'date', 'timestamp']),
      }),
    )
    .optional(),
});

/** What `plan` answers to an accepted text: everything the platform decides on and `run` needs. */
export const AcceptedPlan = z.strictObject({
  accepted: z.literal(true),
  plugin: z.strictObject({ name: z.string(), version: z.string() }),
  dataset: z.string(),
  /** Which rows it reads, before its last conditions: plans that differ in it are never derived from one another. */
  relation: z.string().regex(/^[0-9a-f]{64}$/),
  /** The epsilon and delta the noise was calibrated to (one release alone). */
  epsilon: z.number(),
  delta: z.number(),
  statements: z.array(Statement).min(1).max(8),
  columns: z.array(ResultColumn),
  mechanisms: z.array(Mechanism),
  errors: z.array(z.strictObject({ column: z.string(), halfWidth95: z.number().nullable() })),
  threshold: z.strictObject({ units: z.int(), delta: z.number() }).nullable(),
  /** One event per noisy integer column of cells, in the order of `mechanisms`; behind them that of the threshold. */
  events: z.array(SqlEvent),
  /** Largest number of result rows, from public metadata. */
  maxRows: z.int().nonnegative(),
  /** For `run` alone; the platform keeps and digests it but reads nothing in it. */
  program: z.unknown(),
});
export type AcceptedPlan = z.infer<typeof AcceptedPlan>;

export const RefusedPlan = z.strictObject({ accepted: z.literal(false), refusals: z.array(Refusal).min(1) });
export const PlanAnswer = z.discriminatedUnion('accepted', [AcceptedPlan, RefusedPlan]);
export type PlanAnswer = z.infer<typeof PlanAnswer>;
