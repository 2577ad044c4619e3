import { describe, expect, it } from 'vitest';
import { printable, printableText, sizeText, spanText } from './plain-words.ts';

describe('a span of time in words', () => {
  it.each([
    [-5, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_599_999, '59 min'],
    [3_600_000, '1 h'],
    [47 * 3_600_000, '47 h'],
    [48 * 3_600_000, '2 days'],
  ])('%i ms are %s', (span, text) => expect(spanText(span)).toBe(text));
});

describe('a number of bytes in words', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 KB'],
    [38_200_000_000, '38.2 GB'],
    [5e18, '5000.0 PB'],
  ])('%i is %s', (bytes, text) => expect(sizeText(bytes)).toBe(text));
});

describe('text of others', () => {
  it('shows what would drive a terminal, hide or reorder, and keeps letters of every language', () => {
    expect(printable('a\u001b[31m\u0000\nb \u202egnp.csv\u200b Zoë 東京 עברית')).toBe(
      'a\\u001b[31m\\u0000\\u000ab \\u202egnp.csv\\u200b Zoë 東京 עברית',
    );
  });

  it('keeps its lines and tabs where they are shown as such', () => {
    expect(printableText('a\r\n\tb\rc\u2066\n\n')).toBe('a\r\n\tb\\u000dc\\u2066\n\n');
  });
});
