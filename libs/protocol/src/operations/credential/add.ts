import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { SourceLogin } from '../../service/credential.ts';
import { CredentialName } from '../../vocabulary.ts';

/** Stores what opens a database, sealed to the key of the service: the platform itself cannot read it again. */
export const addCredential = defineOperation({
  name: 'credential.add',
  action: 'credential:add',
  http: { method: 'POST', path: '/v1/credentials' },
  /** `replace`: renew the credential of this name; without it an existing one is left as it is. */
  input: z.strictObject({ name: CredentialName, login: SourceLogin, replace: z.boolean().default(false) }),
  output: z.strictObject({ credential: CredentialName, replaced: z.boolean() }),
  errors: ['CREDENTIAL_EXISTS', 'SERVICE_UNAVAILABLE'],
  example: {
    input: { name: 'census-db', login: { user: 'dq0_reader', password: 'a long one' } },
    output: { credential: 'census-db', replaced: false },
  },
});
