import { CodedError, problemOf, type GatewayErrorCode, type Problem } from '@dq0/protocol';
import { UsageError } from '../../errors/usage-error.ts';
import { GatewayError } from './gateway-error.ts';

/** What the framework refuses by itself, by its codes; whatever else of it is the caller's fault is BODY_MALFORMED. */
const OF_FRAMEWORK: Readonly<Record<string, GatewayErrorCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'MEDIA_TYPE_UNKNOWN',
  FST_ERR_BAD_URL: 'ROUTE_UNKNOWN',
  FST_ERR_MAX_PARAM_LENGTH: 'ROUTE_UNKNOWN',
};

/** Turns whatever was thrown into one problem. What is not known shows nothing of its inside. */
export function toProblem(error: unknown): Problem {
  if (error instanceof CodedError) {
    const { code, message, remedy, auditId, details } = error;
    return problemOf(code, { detail: message, remedy, auditId, errors: details });
  }
  if (error instanceof GatewayError) {
    const { code, message, remedy, errors } = error;
    return problemOf(code, { detail: message, remedy, errors });
  }
  // A usage error here is one of the profile's folder: its own text names paths and flags.
  if (error instanceof UsageError) return problemOf('PROFILE_UNREADY');
  const { code, statusCode } = (error instanceof Error ? error : {}) as { code?: unknown; statusCode?: unknown };
  if (typeof code === 'string' && Object.hasOwn(OF_FRAMEWORK, code))
    return problemOf(OF_FRAMEWORK[code] ?? 'UNEXPECTED');
  const isTheirs = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  return problemOf(isTheirs ? 'BODY_MALFORMED' : 'UNEXPECTED');
}
