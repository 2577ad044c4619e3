import { z } from 'zod';
import { ProjectRef } from '../project/project-vocabulary.ts';
import { DatasetName, Epsilon, Purpose, SqlText } from '../../vocabulary.ts';

/** The error wanted: half the width of a 95 % interval, in units of the column, or as a percentage such as `5%`. */
export const WantedError = z.union([
  z.number().positive(),
  z
    .string()
    .max(20)
    .regex(/^\d+(\.\d+)?%$/)
    .refine((text) => Number.parseFloat(text) > 0, { error: 'must be above zero' }),
]);
export type WantedError = z.infer<typeof WantedError>;

/** A question with its price, as `epsilon` or as the `error` that it may have; `expect` is the size of a result. */
export const QUESTION = {
  dataset: DatasetName,
  sql: SqlText,
  epsilon: Epsilon.optional(),
  error: WantedError.optional(),
  expect: z.number().positive().optional(),
  /** A job of one's own whose answer becomes as sharp as `epsilon` makes one, for the difference. */
  refine: z.uuid().optional(),
  /** It is recorded with this project of the caller, and bound by its part of the budget. */
  project: ProjectRef.optional(),
  /** What it is asked for: declared, recorded, and a fact for policies. */
  purpose: Purpose.optional(),
};

export const onePrice = ({
  epsilon,
  error,
  refine,
}: {
  epsilon?: unknown;
  error?: unknown;
  refine?: unknown;
}): boolean => error === undefined || (epsilon === undefined && refine === undefined);
export const ONE_PRICE = { error: 'give error without epsilon and refine', path: ['error'] };
