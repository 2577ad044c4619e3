import { HttpException } from '@nestjs/common';
import type { ProblemCode } from './problems.ts';
import { ProxyError } from './proxy-error.ts';

/** Codes of errors that other layers raise, and what the caller is told. */
const KNOWN: Readonly<Record<string, ProblemCode>> = {
  STORE_BUSY: 'BUSY',
  STORE_BROKEN: 'STORE_BROKEN',
  SQLITE_FULL: 'STORE_FULL',
  SQLITE_BUSY: 'BUSY',
  SQLITE_CORRUPT: 'STORE_BROKEN',
  SQLITE_IOERR: 'STORE_BROKEN',
  FST_ERR_CTP_BODY_TOO_LARGE: 'BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'CONTENT_TYPE',
};

/** Turns whatever was thrown into one refusal. What is not known becomes UNEXPECTED with nothing of its text. */
export function toProxyError(error: unknown): ProxyError {
  if (error instanceof ProxyError) return error;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' ? KNOWN[code] : undefined;
  if (known !== undefined) return new ProxyError(known, { cause: error });
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new ProxyError(byStatus(status), { cause: error });
  return new ProxyError('UNEXPECTED', { cause: error });
}

function byStatus(status: number): ProblemCode {
  if (status === 404 || status === 405) return 'ROUTE_UNKNOWN';
  if (status === 413) return 'BODY_TOO_LARGE';
  if (status === 415) return 'CONTENT_TYPE';
  return 'BODY_INVALID';
}
