import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { CredentialName, DatasetName, IsoTime } from '../../vocabulary.ts';

/** The caller's own credentials by name; nothing of what is in them. */
export const listCredentials = defineOperation({
  name: 'credential.list',
  action: 'credential:list',
  http: { method: 'GET', path: '/v1/credentials' },
  input: z.strictObject({}),
  output: z.strictObject({
    credentials: z.array(z.strictObject({ name: CredentialName, stored: IsoTime, datasets: z.array(DatasetName) })),
  }),
  errors: [],
  example: {
    input: {},
    output: { credentials: [{ name: 'census-db', stored: '2026-11-24T00:00:00Z', datasets: ['census'] }] },
  },
});
