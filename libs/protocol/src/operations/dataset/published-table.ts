import { z } from 'zod';

/** What scientists may know of a table: hidden columns are absent. */
export const PublishedTable = z.strictObject({
  unit: z.enum(['row', 'column', 'path', 'public']),
  maxUnits: z.int(),
  columns: z.array(
    z.strictObject({
      name: z.string(),
      type: z.string(),
      lower: z.union([z.number(), z.string()]).optional(),
      upper: z.union([z.number(), z.string()]).optional(),
      values: z.array(z.string()).optional(),
      nullable: z.boolean(),
      identifier: z.boolean().optional(),
      description: z.string().optional(),
    }),
  ),
});
