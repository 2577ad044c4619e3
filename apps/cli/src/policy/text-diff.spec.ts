import { expect, it } from 'vitest';
import { textDiff } from './text-diff.ts';

it('shows what stays, what went and what came', () => {
  expect(textDiff('a\nb\nc\nd\n', 'a\nc\nx\nd\n')).toEqual(['  a', '- b', '  c', '+ x', '  d']);
  expect(textDiff('epsilon 1.0', 'epsilon 0.5')).toEqual(['- epsilon 1.0', '+ epsilon 0.5']);
});

it('shows a text that is new or gone whole', () => {
  expect(textDiff(null, 'a\nb\n')).toEqual(['+ a', '+ b']);
  expect(textDiff('a\n\nb', null)).toEqual(['- a', '- ', '- b']);
  expect(textDiff('a', 'a')).toEqual(['  a']);
});
