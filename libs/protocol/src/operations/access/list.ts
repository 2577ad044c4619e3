import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { IsoTime } from '../../vocabulary.ts';
import { ACCESS_EXAMPLE, AccessRecord, AccessState } from './access-vocabulary.ts';

/** The caller's own requests and, for owners, those for their data sets; newest first. */
export const listAccess = defineOperation({
  name: 'access.list',
  action: 'access:list',
  http: { method: 'GET', path: '/v1/access-requests' },
  input: z.strictObject({
    state: AccessState.optional(),
    limit: z.int().min(1).max(200).default(50),
    before: IsoTime.optional(),
  }),
  output: z.strictObject({ requests: z.array(AccessRecord) }),
  paging: { items: 'requests', cursor: 'before', member: 'requested' },
  errors: [],
  example: { input: { state: 'open' }, output: { requests: [ACCESS_EXAMPLE] } },
});
