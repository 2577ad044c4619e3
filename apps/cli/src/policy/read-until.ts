import { readEnd, readMoment } from '@dq0/protocol';
import { UsageError } from '../errors/usage-error.ts';

/** An end: a time, or a day up to its end. @throws UsageError */
export function readUntil(given: string): string {
  const end = readEnd(given);
  if (end !== undefined) return end;
  throw new UsageError(
    '--until is neither a day that there is nor a time with its zone.',
    'Give the last day (UTC), for example: --until 2027-06-30; or a time: --until 2027-06-30T12:00:00Z',
  );
}

/** A time that is thought of: a day is its beginning. @throws UsageError */
export function readAt(given: string): string {
  const time = readMoment(given);
  if (time !== undefined) return time;
  throw new UsageError(
    '--at is neither a day that there is nor a time with its zone.',
    'Give a day (UTC), for example: --at 2027-07-01; or a time: --at 2027-07-01T12:00:00Z',
  );
}
