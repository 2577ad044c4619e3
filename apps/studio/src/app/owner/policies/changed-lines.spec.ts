import { describe, expect, it } from 'vitest';
import { changedLines } from './changed-lines.ts';

const shown = (before: string | null, after: string | null): string =>
  changedLines(before, after)
    .map(({ mark, text }) => mark + text)
    .join('\n');

describe('lines of two texts', () => {
  it.each([
    ['a\nb\nc\n', 'a\nx\ny\nc\n', ' a\n-b\n+x\n+y\n c'],
    ['a\na\n', 'a\n', ' a\n-a'],
    ['a\n', 'a\na\n', ' a\n+a'],
    [null, 'a\nb\n', '+a\n+b'],
    ['a\n', null, '-a'],
    ['a\nb', 'a\nb', ' a\n b'],
  ])('of %j and %j', (before, after, said) => {
    expect(shown(before, after)).toBe(said);
  });
});
