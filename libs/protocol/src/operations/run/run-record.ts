import { z } from 'zod';
import { IsoTime, JobId } from '../../vocabulary.ts';
import { Spends, VisibleState } from '../query/query-answer.ts';

export const RunRecord = z.strictObject({
  job: JobId,
  plugin: z.string(),
  dataset: z.string(),
  user: z.string(),
  /** Full name of the project that it was asked for. */
  project: z.string().nullable(),
  /** What it was asked for, as it was declared. */
  purpose: z.string().nullable(),
  state: VisibleState,
  submitted: IsoTime,
  spent: Spends,
});
