import type { ErrorDetail, ProblemCode as RestCode } from '@dq0/protocol';

/** Codes that arise in the browser itself, beside those of the product. */
export type ProblemCode = RestCode | 'OFFLINE' | 'GATEWAY_GONE';

/** What failed, why, and what to do: the one shape in which every screen shows a failure. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly code: ProblemCode,
    message: string,
    readonly remedy: string,
    readonly details: readonly ErrorDetail[] = [],
    readonly auditId?: string,
  ) {
    super(message);
  }

  /** Nothing was wrong with the request: it may be tried again as it is. */
  get passing(): boolean {
    return PASSING.has(this.code);
  }
}

const PASSING: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'OFFLINE',
  'GATEWAY_GONE',
  'SERVICE_UNAVAILABLE',
  'PLATFORM_BUSY',
  'PROXY_UNREACHABLE',
  'PROXY_REFUSED',
  'TIMED_OUT',
  'DATASET_BUSY',
]);

export function noConnection(online: boolean): Problem {
  return online
    ? new Problem(
        'GATEWAY_GONE',
        'Studi0 on this machine does not answer.',
        'Start it again with: dq0 studio. What you wrote is kept.',
      )
    : new Problem(
        'OFFLINE',
        'This machine has no connection.',
        'What you wrote is kept. Try again when the line is back.',
      );
}

/** Reads an RFC 9457 problem; whatever else came back is an unexpected failure. */
export function problemOf(status: number, body: unknown): Problem {
  const told = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const text = (name: string): string | undefined => (typeof told[name] === 'string' ? told[name] : undefined);
  const list = <T>(name: string): readonly T[] => (Array.isArray(told[name]) ? (told[name] as T[]) : []);
  const code = text('code') as ProblemCode | undefined;
  return new Problem(
    code ?? (status === 401 ? 'AUTH_REFUSED' : 'UNEXPECTED'),
    text('detail') ?? text('title') ?? 'Something unexpected happened.',
    text('remedy') ?? 'Try again; if it stays, tell the administrator.',
    list<ErrorDetail>('errors'),
    text('auditId'),
  );
}

export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const inner = thrown instanceof Error ? thrown.cause : undefined;
  if (inner instanceof Problem) return inner;
  return new Problem('UNEXPECTED', 'Something unexpected happened in the browser.', 'Load the page again.');
}
