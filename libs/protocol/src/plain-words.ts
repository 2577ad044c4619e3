const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SIZES = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** A span of time as people say it, rounded down: "12 s", "7 min", "5 h", "9 days"; from two days on in days. */
export function spanText(milliseconds: number): string {
  const span = Math.max(0, milliseconds);
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < 2 * DAY) return `${Math.floor(span / HOUR)} h`;
  return `${Math.floor(span / DAY)} days`;
}

/** A number of bytes as people say it, in powers of 1000: "512 bytes", "38.2 GB". */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < SIZES.length - 1; unit += 1) value /= 1000;
  return `${unit === 0 ? value : value.toFixed(1)} ${SIZES[unit] ?? ''}`;
}
