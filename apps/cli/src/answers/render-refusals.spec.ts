import type { Refusal } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { renderRefusals } from './render-refusals.ts';

const REFUSAL = {
  code: 'MIN_MAX',
  message: 'MAX shows one person.',
  position: [7, 15] as [number, number],
  remedy: 'Ask for a quantile.',
};

describe('printing refusals', () => {
  it('marks the words, says what to do, and writes the better question out', () => {
    const rewrite = { position: [7, 15] as [number, number], text: 'QUANTILE(age, 0.995)' };
    expect(renderRefusals('SELECT MAX(age) FROM adult', [{ ...REFUSAL, rewrite }])).toBe(
      [
        'Refused: MAX shows one person.',
        '  SELECT MAX(age) FROM adult',
        '         ^^^^^^^^',
        '',
        'What to do: Ask for a quantile.',
        'For example: SELECT QUANTILE(age, 0.995) FROM adult',
      ].join('\n'),
    );
  });

  it('says how to type what is offered', () => {
    const told = (offers: Refusal['offers']): string | undefined =>
      renderRefusals('', [{ ...REFUSAL, offers }]).split('\n')[2];
    expect(told({ epsilon: 0.0056 })).toBe('Add: --epsilon 0.0056');
    expect(told({ purposes: ['labour', 'wages'] })).toBe('Add: --purpose labour or --purpose wages');
    expect(told(undefined)).toBeUndefined();
  });

  it('gives no example where there is none', () => {
    expect(renderRefusals('SELECT MAX(age) FROM adult', [REFUSAL])).not.toContain('For example');
  });
});
