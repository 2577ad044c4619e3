import { describe, expect, it } from 'vitest';
import { outlook } from './outlook.ts';

describe('the outlook of an account', () => {
  it('names days and date', () => {
    const usedUpAt = '2027-03-06T10:00:00Z';
    expect(outlook({ left: 0.9, daysLeft: 97.6, usedUpAt })).toBe(
      'At this pace it is used up in 98 days, on 2027-03-06.',
    );
    expect(outlook({ left: 0.01, daysLeft: 0.54, usedUpAt })).toContain('in 0.5 days');
  });

  it('says when there is nothing left, nothing was spent, or no date can be named', () => {
    expect(outlook({ left: 0, daysLeft: 0, usedUpAt: '2026-11-24T00:00:00Z' })).toBe('Nothing is left.');
    expect(outlook({ left: 1, daysLeft: null, usedUpAt: null })).toContain('lasts for good');
    expect(outlook({ left: 1, daysLeft: 1e9, usedUpAt: null })).toContain('thousands of years');
  });
});
