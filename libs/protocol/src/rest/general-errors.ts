import type { AnyOperation } from '../define-operation.ts';
import type { ProblemCode } from './problem.ts';

const OF_THE_WAY: readonly ProblemCode[] = [
  'PLATFORM_BUSY',
  'PROXY_UNREACHABLE',
  'PROXY_REFUSED',
  'TIMED_OUT',
  'REPLY_INVALID',
  'BUNDLE_INVALID',
  'BUNDLE_STALE',
  'OPERATION_UNKNOWN',
  'UNEXPECTED',
];
const OF_THE_CALLER: readonly ProblemCode[] = ['TOKEN_REFUSED', 'HOST_REFUSED', 'ORIGIN_REFUSED', 'PROFILE_UNREADY'];
const OF_A_BODY: readonly ProblemCode[] = ['BODY_MALFORMED', 'BODY_TOO_LARGE', 'MEDIA_TYPE_UNKNOWN'];
const OF_A_KEY: readonly ProblemCode[] = ['KEY_INVALID', 'KEY_REUSED'];

const OF_A_STEP_UP: readonly ProblemCode[] = ['STEP_UP_REQUIRED', 'PASSKEY_REFUSED', 'PASSKEY_CLONED'];

/** Every code that a problem of an operation may carry at the gateway: its own, and what may happen to all. */
export function problemCodes({ access, stepUp, http, errors }: AnyOperation): readonly ProblemCode[] {
  const changes = http.method !== 'GET';
  return [
    ...new Set<ProblemCode>([
      ...errors,
      'INPUT_INVALID',
      // Also for `anyone`: a profile without a device key has not registered yet.
      'AUTH_REFUSED',
      ...(access === 'anyone' ? [] : (['ACCESS_DENIED'] as const)),
      ...(access === 'person' ? (['MACHINE_REFUSED'] as const) : []),
      ...(stepUp === true ? OF_A_STEP_UP : []),
      ...OF_THE_CALLER,
      ...(changes ? [...OF_A_BODY, ...OF_A_KEY] : []),
      // A member in the path that is too long, or that cannot be decoded.
      ...(http.path.includes(':') ? (['ROUTE_UNKNOWN'] as const) : []),
      ...OF_THE_WAY,
    ]),
  ];
}

/** The same for a route of the gateway that asks nobody. */
export const OWN_PROBLEM_CODES: readonly ProblemCode[] = [...OF_THE_CALLER, ...OF_A_BODY, 'UNEXPECTED'];
