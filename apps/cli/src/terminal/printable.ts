import { printable, printableText } from '@dq0/protocol/plain-words';

export { printable } from '@dq0/protocol/plain-words';

/** Like `printable`, but line breaks stay and tabs become blanks. */
export function printableLines(text: string): string {
  return printableText(text).replaceAll('\r\n', '\n').replaceAll('\t', '  ');
}

/** One line of JSON whose strings cannot drive a terminal either; it parses back to the same value. */
export function jsonLine(value: unknown): string {
  return printable(JSON.stringify(value));
}
