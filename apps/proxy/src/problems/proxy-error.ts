import { PROBLEMS, type ProblemCode } from './problems.ts';

export interface ProxyErrorOptions {
  /** Where one code has two statuses (no bundle: 404 to read it, 409 to pull). */
  readonly status?: number;
  /** Seconds until another try makes sense. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** A refusal that the caller may see. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code: ProblemCode;
  readonly status: number;
  readonly retryAfter: number | undefined;

  constructor(code: ProblemCode, options: ProxyErrorOptions = {}) {
    super(PROBLEMS[code][1], { cause: options.cause });
    this.code = code;
    this.status = options.status ?? PROBLEMS[code][0];
    this.retryAfter = options.retryAfter;
  }

  /** As it goes over the wire (`ProxyProblem`). */
  get problem(): { code: string; message: string; remedy: string } {
    return { code: this.code, message: this.message, remedy: PROBLEMS[this.code][2] };
  }
}
