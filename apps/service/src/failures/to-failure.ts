import { ServiceFailure } from './failures.ts';

const full = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL']);

/** Any thrown value as a coded failure. */
export function toFailure(thrown: unknown): ServiceFailure {
  if (thrown instanceof ServiceFailure) return thrown;
  const { code, statusCode, status } = thrown as { code?: unknown; statusCode?: unknown; status?: unknown };
  if (typeof code === 'string' && full.has(code)) return new ServiceFailure('STORE_FULL', { cause: thrown });
  const http = statusCode ?? status;
  if (http === 404) return new ServiceFailure('ROUTE_UNKNOWN');
  if (typeof http === 'number' && http >= 400 && http < 500) return new ServiceFailure('REQUEST_INVALID');
  return new ServiceFailure('UNEXPECTED', { cause: thrown });
}
