import { z } from 'zod';
import { ERRORS, type ErrorCode, type ErrorDetail } from '../errors.ts';
import { ERROR_STATUS } from './error-status.ts';
import { GATEWAY_ERRORS, type GatewayErrorCode } from './gateway-errors.ts';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';
export type ProblemCode = ErrorCode | GatewayErrorCode;

/** Every code that a problem may carry. */
export const PROBLEM_CODES = [...Object.keys(ERRORS), ...Object.keys(GATEWAY_ERRORS)] as ProblemCode[];

/** RFC 9457, with what every failure of DQ0 says beside it. */
export const Problem = z.strictObject({
  /** Names the kind of failure; it does not change and need not be opened. */
  type: z.string(),
  /** The same text for every failure of this kind. */
  title: z.string(),
  status: z.int().min(400).max(599),
  /** What happened here. */
  detail: z.string(),
  code: z.enum(PROBLEM_CODES),
  /** What to do. */
  remedy: z.string(),
  /** The number under which the platform recorded it. */
  auditId: z.string().nullable(),
  /** Single places of the request that are wrong. */
  errors: z.array(z.strictObject({ path: z.string(), message: z.string(), example: z.string().optional() })),
});
export type Problem = z.infer<typeof Problem>;

export interface ProblemFacts {
  readonly detail?: string | undefined;
  readonly remedy?: string | undefined;
  readonly auditId?: string | null | undefined;
  readonly errors?: readonly ErrorDetail[] | undefined;
}

export function statusOf(code: ProblemCode): number {
  return isOwn(code) ? GATEWAY_ERRORS[code].status : ERROR_STATUS[code];
}

export function problemOf(code: ProblemCode, facts: ProblemFacts = {}): Problem {
  const known: { readonly message: string; readonly remedy: string } = isOwn(code)
    ? GATEWAY_ERRORS[code]
    : ERRORS[code];
  return {
    type: `urn:dq0:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: known.message,
    status: statusOf(code),
    detail: facts.detail ?? known.message,
    code,
    remedy: facts.remedy ?? known.remedy,
    auditId: facts.auditId ?? null,
    errors: (facts.errors ?? []).map(({ path, message, example }) => ({
      path,
      message,
      ...(example === undefined ? {} : { example }),
    })),
  };
}

function isOwn(code: ProblemCode): code is GatewayErrorCode {
  return Object.hasOwn(GATEWAY_ERRORS, code);
}
