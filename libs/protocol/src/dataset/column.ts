import { z } from 'zod';

const shared = {
  /** NULL may occur (default). `false`: rows whose value becomes NULL are dropped, and no NULL cell is shown. */
  nullable: z.boolean().default(true),
  /** Never selected, grouped or filtered by. */
  identifier: z.boolean().default(false),
  /** Not usable at all. */
  hidden: z.boolean().default(false),
  target: z.boolean().default(false),
  description: z.string().max(1000).optional(),
};

const ordered = <T extends { lower?: unknown; upper?: unknown }>(column: T): boolean =>
  column.lower === undefined ||
  column.upper === undefined ||
  (column.lower as number | string) <= (column.upper as number | string);
const message = { error: 'lower must not be above upper' };

const SafeInteger = z
  .int()
  .min(-(2 ** 53) + 1)
  .max(2 ** 53 - 1);
/** A calendar day, `2001-01-31`. */
const IsoDay = z.iso.date();

export const Column = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('boolean'), ...shared }),
  z
    .strictObject({
      type: z.literal('integer'),
      lower: SafeInteger.optional(),
      upper: SafeInteger.optional(),
      ...shared,
    })
    .refine(ordered, message),
  z
    .strictObject({
      type: z.literal('decimal'),
      scale: z.int().min(0).max(9),
      lower: z.number().optional(),
      upper: z.number().optional(),
      ...shared,
    })
    .refine(ordered, message),
  z
    .strictObject({
      type: z.literal('float'),
      digits: z.int().min(0).max(9).default(3),
      lower: z.number().optional(),
      upper: z.number().optional(),
      ...shared,
    })
    .refine(ordered, message),
  z.strictObject({
    type: z.literal('string'),
    values: z
      .array(z.string().max(64))
      .min(1)
      .max(10_000)
      .refine((values) => new Set(values).size === values.length, { error: 'every value once' })
      .optional(),
    other: z.boolean().default(false),
    ...shared,
  }),
  z
    .strictObject({ type: z.literal('date'), lower: IsoDay.optional(), upper: IsoDay.optional(), ...shared })
    .refine(ordered, message),
  z
    .strictObject({
      type: z.literal('timestamp'),
      lower: z.iso.datetime().optional(),
      upper: z.iso.datetime().optional(),
      ...shared,
    })
    .refine(ordered, message),
]);
export type Column = z.infer<typeof Column>;
