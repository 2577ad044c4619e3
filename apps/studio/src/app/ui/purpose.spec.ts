import { Purpose } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { isPurpose, purposeText } from './purpose.ts';

describe('a purpose', () => {
  it.each(['labour-study', 'a', 'a9', 'a'.repeat(63), '', '9a', '-a', 'Labour', 'a b', 'a_b', 'ä', 'a'.repeat(64)])(
    '%j is one where the platform says so',
    (text) => {
      expect(isPurpose(text)).toBe(Purpose.safeParse(text).success);
    },
  );

  it('is written small, with dashes for spaces', () => {
    expect(purposeText('  Labour  Study ')).toBe('labour-study');
  });
});
