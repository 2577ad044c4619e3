import { z } from 'zod';
import { IsoTime, JobId } from '../../vocabulary.ts';
import { Spends, VisibleState } from '../query/query-answer.ts';

export const RunRecord = z.strictObject({
  job: JobId,
  plugin: z.string(),
  dataset: z.string(),
  user: z.string(),
  state: VisibleState,
  submitted: IsoTime,
  spent: Spends,
});
