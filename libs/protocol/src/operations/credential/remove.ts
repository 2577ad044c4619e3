import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { CredentialName } from '../../vocabulary.ts';

/** Forgets a credential of the caller that no data set is read with. */
export const removeCredential = defineOperation({
  name: 'credential.remove',
  action: 'credential:remove',
  http: { method: 'DELETE', path: '/v1/credentials/:name' },
  input: z.strictObject({ name: CredentialName }),
  output: z.strictObject({ credential: CredentialName }),
  errors: ['CREDENTIAL_UNKNOWN', 'CREDENTIAL_IN_USE'],
  example: { input: { name: 'census-db' }, output: { credential: 'census-db' } },
});
