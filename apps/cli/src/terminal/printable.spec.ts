import { describe, expect, it } from 'vitest';
import { jsonLine, printable, printableLines } from './printable.ts';

describe('text of others', () => {
  it('cannot drive the terminal: escapes, bells and line breaks become visible', () => {
    expect(printable('a\u001b[31mred\u0007\nb')).toBe('a\\u001b[31mred\\u0007\\u000ab');
    expect(printable('\u009b2J')).toBe('\\u009b2J');
  });

  it('cannot hide or reorder what is read', () => {
    expect(printable('user\u202Eexe.txt\u200B')).toBe('user\\u202eexe.txt\\u200b');
  });

  it('keeps letters of every language', () => {
    expect(printable('Zoë 東京 Ελλάδα — ± 5 %')).toBe('Zoë 東京 Ελλάδα — ± 5 %');
  });

  it('may keep its lines where lines are meant', () => {
    expect(printableLines('a\r\n\tb\u001b')).toBe('a\n  b\\u001b');
  });
});

describe('a JSON line', () => {
  it('is one line without control characters and parses back to the same value', () => {
    const value = { text: 'a\u009b\u202e\n\u007f', list: [1, null] };
    const line = jsonLine(value);
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
    expect(JSON.parse(line)).toEqual(value);
  });
});
