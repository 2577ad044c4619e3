import { CodedError } from '@dq0/protocol';

const MINUTE_MS = 60_000;
/** Clocks differ: how far in the future a message may claim to be from. */
const MOST_AHEAD_MS = 5 * MINUTE_MS;
const LONGEST_MS = 24 * 60 * MINUTE_MS;
/** How long an id outlives its message, by the high-water time. */
const AFTERMATH_MS = 10 * MINUTE_MS;

/** When a message was made and how long it is good for, as its signature covers them. */
export interface Validity {
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/**
 * @param now the high-water time, milliseconds since 1970
 * @param minutes the longest validity of the operation; 24 h unless it names one
 * @throws CodedError TIMED_OUT when it expired on its way, INPUT_INVALID when it was dated wrongly
 */
export function requireTimely({ issuedAt, expiresAt }: Validity, now: number, minutes = LONGEST_MS / MINUTE_MS): void {
  if (expiresAt.getTime() <= now) {
    throw new CodedError('TIMED_OUT', {
      message: 'The request reached the platform after it had expired; nothing was done.',
      remedy: 'Send it again; if it happens often, the proxy may be holding messages back.',
    });
  }
  if (issuedAt.getTime() > now + MOST_AHEAD_MS) throw misdated('issuedAt', 'is more than 5 minutes in the future');
  const longest = Math.min(minutes * MINUTE_MS, LONGEST_MS);
  if (expiresAt.getTime() - issuedAt.getTime() > longest) {
    throw misdated('expiresAt', `is more than ${longest / MINUTE_MS} minutes after issuedAt`);
  }
}

function misdated(path: string, message: string): CodedError {
  return new CodedError('INPUT_INVALID', {
    details: [{ path, message }],
    remedy: "Correct this machine's clock and send the request again.",
  });
}

/** Until when the id of a message is kept: as long as the same message could be taken for a new one. */
export function keepIdUntil({ issuedAt, expiresAt }: Validity, now: number): number {
  const everValid = expiresAt.getTime() - issuedAt.getTime() <= LONGEST_MS;
  return (everValid ? Math.max(expiresAt.getTime(), now) : now + LONGEST_MS) + AFTERMATH_MS;
}

/** Whether its id may have been forgotten already: then nobody can say that it was not answered before. */
export function isForgotten({ expiresAt }: Validity, now: number): boolean {
  return expiresAt.getTime() + AFTERMATH_MS <= now;
}
