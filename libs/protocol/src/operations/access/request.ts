import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { DatasetName, IsoTime, Purpose } from '../../vocabulary.ts';
import { ACCESS_EXAMPLE, AccessReason, AccessRecord } from './access-vocabulary.ts';

/** Asks the owner of a data set that the caller sees to let the caller ask it, for a purpose. Its owner gets mail. */
export const requestAccess = defineOperation({
  name: 'access.request',
  action: 'access:request',
  access: 'person',
  http: { method: 'POST', path: '/v1/access-requests' },
  input: z.strictObject({
    dataset: DatasetName,
    purpose: Purpose,
    reason: AccessReason,
    /** Until when it is wished for; in the future. */
    until: IsoTime.optional(),
  }),
  output: AccessRecord,
  errors: ['DATASET_UNKNOWN', 'ACCESS_OPEN', 'ACCESS_FULL'],
  example: {
    input: { dataset: 'census', purpose: 'labour-study', reason: 'Wages by occupation, for the yearly report.' },
    output: ACCESS_EXAMPLE,
  },
});
