import { z } from 'zod';

/** What a fetch worker says: the files it wrote, or why not, in words for the owner that name no value. */
export const FetchAnswer = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), files: z.record(z.string(), z.string()) }),
  z.strictObject({ ok: z.literal(false), reason: z.string() }),
]);
