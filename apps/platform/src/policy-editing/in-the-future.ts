import { CodedError } from '@dq0/protocol';

/**
 * An end that somebody gives. One that is over would permit nothing: it is a slip.
 * @param now milliseconds since 1970
 * @throws CodedError INPUT_INVALID
 */
export function inTheFuture(until: string | number, now: number): number {
  const time = new Date(until).getTime();
  if (time > now) return time;
  const message = 'the end must be in the future';
  throw new CodedError('INPUT_INVALID', { details: [{ path: 'until', message, example: '2027-07-01T00:00:00Z' }] });
}
