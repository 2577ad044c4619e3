import { CodedError } from '@dq0/protocol';
import type { Profile } from './profile.ts';

/** A machine has no password to log in with: where its login is over, it is paired again. */
export function pairAgain(error: unknown, { machine }: Pick<Profile, 'machine'>): unknown {
  if (!machine || !(error instanceof CodedError) || error.code !== 'AUTH_REFUSED') return error;
  return new CodedError('AUTH_REFUSED', {
    message: 'The login of this machine is over.',
    remedy: 'Pair it again, with the code that your own device prints: dq0 device pair --machine',
    auditId: error.auditId,
    cause: error.cause,
  });
}
