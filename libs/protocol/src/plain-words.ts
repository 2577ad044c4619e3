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

/* C0 and C1 controls, DEL, and the marks that reorder or hide text: what could drive a terminal or fool a reader. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Cs}/gu;

const escaped = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** Text of others, in one line, as it may be shown: control characters become visible escapes. */
export function printable(text: string): string {
  return text.replace(UNSAFE, escaped);
}

/** Like `printable`, but line breaks and tabs stay: for places that show them as such. */
export function printableText(text: string): string {
  return text.replace(/(?:[^\r\n\t]|\r(?!\n))+/g, printable);
}
