import { CodedError, ERRORS } from '@dq0/protocol';

/** What to do about the refusals that have a known way out; codes as the proxy's contract names them. */
const REMEDIES: Readonly<Record<string, string>> = {
  MESSAGE_EXPIRED: 'Set the clock of this computer and try again.',
  MESSAGE_VALIDITY: 'Set the clock of this computer and try again.',
  PROOF_INVALID: 'Set the clock of this computer, and use the address of the proxy exactly as in the invitation.',
  RECIPIENT_UNKNOWN: 'Use a proxy of this platform; see the invitation, and: dq0 proxy list',
  QUOTA_EXCEEDED:
    'This device has sent more than the proxy keeps of one sender; wait until messages of yesterday have expired, or ask for a larger DQ0_PROXY_QUOTA_MESSAGES.',
  NO_BUNDLE_YET: 'The platform has not reached this proxy yet; try again in a moment.',
};

/** Why a proxy did not do what was asked: `passing` failures are worth another try. */
export class ProxyFailure extends CodedError {
  readonly passing: boolean;
  /** Milliseconds that the proxy asks to wait, 0 when it names none. */
  readonly waitMs: number;

  private constructor(
    code: 'PROXY_UNREACHABLE' | 'PROXY_REFUSED',
    options: { message: string; passing: boolean; remedy?: string | undefined; waitMs?: number; cause?: unknown },
  ) {
    const { message, remedy, cause } = options;
    super(code, { message, cause, ...(remedy === undefined ? {} : { remedy }) });
    this.name = 'ProxyFailure';
    this.passing = options.passing;
    this.waitMs = options.waitMs ?? 0;
  }

  static unreachable(origin: string, cause: unknown): ProxyFailure {
    const message = `The proxy ${origin} cannot be reached.`;
    return new ProxyFailure('PROXY_UNREACHABLE', { message, passing: true, cause });
  }

  /**
   * A refusal by status. Of the proxy's own words only a code of capital letters is repeated: it is not trusted, and
   * neither its texts nor its remedies are for people to act upon.
   */
  static refused(origin: string, status: number, text: string, retryAfter: string | undefined): ProxyFailure {
    const code = /"code"\s*:\s*"([A-Z_]{1,40})"/.exec(text)?.[1];
    const passing = status === 429 || status >= 500;
    const reason = code === undefined ? `status ${status}` : `${code}, status ${status}`;
    const message = `${ERRORS.PROXY_REFUSED.message} ${origin} answered ${reason}.`;
    const seconds = Number(retryAfter ?? 0);
    const waitMs = Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0) * 1000, 30_000) : 0;
    const remedy = code === undefined ? undefined : REMEDIES[code];
    return new ProxyFailure('PROXY_REFUSED', { message, passing, remedy, waitMs });
  }

  static nonsense(origin: string, cause?: unknown): ProxyFailure {
    const message = `${origin} does not answer as a proxy of DQ0 does.`;
    return new ProxyFailure('PROXY_REFUSED', { message, passing: false, cause });
  }
}
