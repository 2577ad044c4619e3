import type { AnyOperation } from '../define-operation.ts';
import { loginUser } from '../operations/user/login.ts';
import type { z } from 'zod';

/** What REST answers to a login: the token stays in the profile of the gateway, as with the command line. */
export const LoginAnswer = loginUser.output.pick({ email: true, expires: true, roles: true });

/** The schema of what REST answers: the operation's output, but for what must not leave the command line. */
export function restOutput(operation: AnyOperation): z.ZodType {
  return operation.name === loginUser.name ? LoginAnswer : operation.output;
}
