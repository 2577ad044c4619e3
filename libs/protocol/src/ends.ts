/** Milliseconds. */
export const DAY = 86_400_000;

const WRITTEN =
  /^(\d{4}-\d{2}-\d{2})(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))?$/;

/** A time with its zone, or a day (UTC) at its beginning; undefined for what is neither, and for days that do not exist. */
export function readMoment(given: string): string | undefined {
  return timeAt(given, 0);
}

/** A time with its zone, or the last day (UTC) up to its end; undefined as for `readMoment`. */
export function readEnd(given: string): string | undefined {
  return timeAt(given, DAY);
}

/** Whether an end is that of a day (UTC). */
export function isMidnight(end: string): boolean {
  return Date.parse(end) % DAY === 0;
}

/** The last day (UTC) on which something that ends then still holds, as `2027-06-30`. */
export function lastDay(end: string): string {
  return new Date(Date.parse(end) - 1).toISOString().slice(0, 10);
}

/** To be read behind "until" and "from": `the end of 2027-06-30 (UTC)`, or `2027-06-30 12:30:00 UTC`. */
export function endText(end: string): string {
  return isMidnight(end) ? `the end of ${lastDay(end)} (UTC)` : timeText(end);
}

/** `2027-06-30 12:30:00 UTC` */
export function timeText(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function timeAt(given: string, dayLasts: number): string | undefined {
  const [, day] = WRITTEN.exec(given) ?? [];
  if (day === undefined || !exists(day)) return undefined;
  const time = new Date(given === day ? Date.parse(day) + dayLasts : Date.parse(given)).toISOString();
  // Years of more than four digits begin with a sign.
  return /^\d/.test(time) ? time : undefined;
}

/** Otherwise `2027-06-31` would be the first of July. */
function exists(day: string): boolean {
  const begin = Date.parse(day);
  return !Number.isNaN(begin) && new Date(begin).toISOString().startsWith(day);
}
