import { displayWidth } from '../terminal/display-width.ts';
import { printable } from '../terminal/printable.ts';

/** Most UTF-16 units of a line that are shown on either side of the offending word. */
const CONTEXT = 60;

/**
 * The line of a text that holds a position, with carets under the offending words.
 * @param position zero-based, half-open, UTF-16 units
 */
export function markPosition(text: string, [from, to]: readonly [number, number]): string {
  const start = Math.min(Math.max(0, from), text.length);
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', start);
  const lineEnd = next < 0 ? text.length : next;
  const end = Math.min(Math.max(to, start), lineEnd);
  const left = Math.max(lineStart, start - CONTEXT);
  const right = Math.min(lineEnd, Math.max(end, start) + CONTEXT, start + 3 * CONTEXT);
  const show = (a: number, b: number): string => printable(text.slice(a, b).replaceAll('\t', ' ').replaceAll('\r', ''));
  const before = `${left > lineStart ? '…' : ''}${show(left, start)}`;
  const shownEnd = Math.min(end, right);
  const offending = show(start, shownEnd);
  const after = `${show(shownEnd, right)}${right < lineEnd ? '…' : ''}`;
  const carets = '^'.repeat(Math.max(1, displayWidth(offending)));
  return `  ${before}${offending}${after}\n  ${' '.repeat(displayWidth(before))}${carets}`;
}
