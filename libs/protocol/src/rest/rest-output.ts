import type { AnyOperation } from '../define-operation.ts';
import { loginUser } from '../operations/user/login.ts';
import { z } from 'zod';
import { pairDevice } from '../operations/device/pair.ts';
import { loginByPasskey } from '../operations/passkey/login.ts';

/** What REST answers to a login: the token stays in the profile of the gateway, as with the command line. */
export const LoginAnswer = loginUser.output.pick({ email: true, expires: true, roles: true });

/** What REST answers to a pairing, in the same way. */
export const PairAnswer = z.strictObject({
  email: pairDevice.output.shape.email,
  login: LoginAnswer.omit({ email: true }).nullable(),
});

const ANSWERS: Readonly<Record<string, z.ZodType>> = {
  [loginUser.name]: LoginAnswer,
  [loginByPasskey.name]: LoginAnswer,
  [pairDevice.name]: PairAnswer,
};

/** The schema of what REST answers: the operation's output, but for what must not leave the command line. */
export function restOutput(operation: AnyOperation): z.ZodType {
  return ANSWERS[operation.name] ?? operation.output;
}
