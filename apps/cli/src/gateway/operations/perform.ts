import { Attempt } from '@dq0/client';
import {
  loginUser,
  logoutUser,
  newPassword,
  pairDevice,
  registerUser,
  resultQuery,
  runQuery,
  loginByPasskey,
  type AnyOperation,
  type Input,
  type PasskeyAssertion,
  type QueryAnswer,
} from '@dq0/protocol';
import { logIn } from '../../account/log-in.ts';
import { logOut } from '../../account/log-out.ts';
import { pair } from '../../account/pair.ts';
import { register } from '../../account/register.ts';
import { followAnswer } from '../../answers/await-answer.ts';
import type { ProfileConnection } from '../../session/profile-connection.ts';

/** Longest that the platform is waited for. */
const TIMEOUT_MS = 60_000;

export interface Performing {
  readonly connection: ProfileConnection;
  /** Milliseconds that the caller waits for an answer that is on its way. */
  readonly waitMs: number;
  /** Given again with the same request: it is handed over as it was, so that it has its effect once. */
  readonly attempt: Attempt;
  /** Confirms a decision by a passkey. */
  readonly stepUp?: PasskeyAssertion | undefined;
}

type Completed = (input: never, performing: Performing) => Promise<unknown>;

/** What the command line, and so the gateway, completes on this side. */
const COMPLETED: Readonly<Record<string, Completed>> = {
  [loginUser.name]: (input: Input<typeof loginUser>, { connection }) => {
    connection.profile.requirePin();
    return logIn(connection.profile, loginUser, input, { console: connection.console, timeoutMs: TIMEOUT_MS });
  },
  [loginByPasskey.name]: (input: Input<typeof loginByPasskey>, { connection }) => {
    connection.profile.requirePin();
    return logIn(connection.profile, loginByPasskey, input, { console: connection.console, timeoutMs: TIMEOUT_MS });
  },
  [logoutUser.name]: (input: Input<typeof logoutUser>, { connection, attempt }) =>
    logOut(connection.profile, () => connection.call(logoutUser, input, { timeoutMs: TIMEOUT_MS, attempt })),
  [newPassword.name]: async (input: Input<typeof newPassword>, { connection, attempt }) => {
    const set = await connection.call(newPassword, input, { timeoutMs: TIMEOUT_MS, attempt });
    connection.profile.removeLogin();
    return set;
  },
  [registerUser.name]: (input: Input<typeof registerUser>, { connection, attempt }) =>
    register(connection.profile, input.email, () =>
      connection.call(registerUser, input, { timeoutMs: TIMEOUT_MS, attempt }),
    ),
  [pairDevice.name]: (input: Input<typeof pairDevice>, { connection, attempt }) =>
    pair(connection.profile, () => connection.call(pairDevice, input, { timeoutMs: TIMEOUT_MS, attempt })),
  [runQuery.name]: runAndWait,
};

/** Runs one operation as a session's profile. @throws CodedError | UsageError */
export function perform(operation: AnyOperation, input: unknown, performing: Performing): Promise<unknown> {
  const completed = COMPLETED[operation.name];
  if (completed) return completed(input as never, performing);
  const { connection, attempt, stepUp } = performing;
  return connection.call(operation, input, { timeoutMs: TIMEOUT_MS, attempt, stepUp });
}

async function runAndWait(
  input: Input<typeof runQuery>,
  { connection, waitMs, attempt }: Performing,
): Promise<QueryAnswer> {
  const began = performance.now();
  const first = await connection.call(runQuery, input, { timeoutMs: TIMEOUT_MS, attempt });
  return followAnswer(first, {
    deadline: began + waitMs,
    clock: () => performance.now(),
    ask: (job, waitSeconds) =>
      connection.call(resultQuery, { job, waitSeconds }, { timeoutMs: waitSeconds * 1000 + 15_000 }),
    onState: () => undefined,
  });
}
