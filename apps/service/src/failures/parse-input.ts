import type { z } from 'zod';
import { ServiceFailure } from './failures.ts';

/** Checks what came in against the contract; the message names the first path that is wrong, never a value. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  throw new ServiceFailure('REQUEST_INVALID', {
    message: `The request is not valid at: ${where === '' ? '(top)' : where}`,
  });
}
