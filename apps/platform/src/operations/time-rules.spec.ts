import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isForgotten, keepIdUntil, requireTimely, type Validity } from './time-rules.ts';

const NOW = Date.parse('2026-11-24T08:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const message = (issued: number, expires: number): Validity => ({
  issuedAt: new Date(NOW + issued),
  expiresAt: new Date(NOW + expires),
});

describe('a message in time', () => {
  it.each([
    ['just made', message(0, 10 * MINUTE)],
    ['from a clock that is 5 minutes ahead', message(5 * MINUTE, 10 * MINUTE)],
    ['a day old and about to end', message(1 - DAY, 1)],
  ])('is taken: %s', (_what, validity) => {
    expect(() => requireTimely(validity, NOW)).not.toThrow();
  });

  it.each([
    ['expired', message(-MINUTE, 0), 'TIMED_OUT'],
    ['from the future', message(5 * MINUTE + 1, 20 * MINUTE), 'INPUT_INVALID'],
    ['good for more than a day', message(0, DAY + 1), 'INPUT_INVALID'],
  ])('is refused: %s', (_what, validity, code) => {
    expect(() => requireTimely(validity, NOW)).toThrow(expect.objectContaining({ code }));
  });

  it('is bound by the shorter validity of its operation', () => {
    expect(() => requireTimely(message(0, 11 * MINUTE), NOW, 10)).toThrow(
      expect.objectContaining({ details: [{ path: 'expiresAt', message: 'is more than 10 minutes after issuedAt' }] }),
    );
    expect(() => requireTimely(message(0, DAY + 1), NOW, 5000)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID' }),
    );
  });
});

describe('the id of a message', () => {
  it('is kept for as long as the message could be taken for a new one', () => {
    const offset = fc.integer({ min: -3 * DAY, max: 3 * DAY });
    fc.assert(
      fc.property(
        offset,
        fc.integer({ min: 1, max: 3 * DAY }),
        fc.integer({ min: 0, max: 6 * DAY }),
        (from, length, later) => {
          const validity = message(from, from + length);
          const forgotten = keepIdUntil(validity, NOW) < NOW + later;
          const taken = ((): boolean => {
            try {
              requireTimely(validity, NOW + later);
              return true;
            } catch {
              return false;
            }
          })();
          expect(forgotten && taken).toBe(false);
        },
      ),
    );
  });

  it('is taken for forgotten ten minutes after the message expired, not before', () => {
    expect(isForgotten(message(-DAY, -10 * MINUTE + 1), NOW)).toBe(false);
    expect(isForgotten(message(-DAY, -10 * MINUTE), NOW)).toBe(true);
  });
});
