import { describe, expect, it } from 'vitest';
import { endText, isMidnight, lastDay, readEnd, readMoment } from './ends.ts';

describe('an end as people give it', () => {
  it.each([
    ['2027-06-30', '2027-07-01T00:00:00.000Z'],
    ['2028-02-28', '2028-02-29T00:00:00.000Z'],
    ['9999-12-30', '9999-12-31T00:00:00.000Z'],
    ['2027-06-30T12:00Z', '2027-06-30T12:00:00.000Z'],
    ['2027-06-30T12:00:01.5Z', '2027-06-30T12:00:01.500Z'],
    ['2027-06-30T12:00:00+02:00', '2027-06-30T10:00:00.000Z'],
  ])('%s is %s', (given, end) => {
    expect(readEnd(given)).toBe(end);
  });

  it.each([
    ...['2027-06-31', '2027-02-30', '2027-02-29', '2027-13-01', '2027-00-10', '2027-2-3', '27-02-03', '12027-06-30'],
    ...['2027-06-30 ', ' 2027-06-30', '2027-06-30\n', '2027-06', '2027', '', 'tomorrow', '30.6.2027', '06/30/2027'],
    ...['2027-06-01T10:00', '2027-06-01T10:00:00', '2027-06-01 10:00Z', '2027-02-30T10:00Z', '2027-06-30T'],
    ...['2027-06-01T24:00Z', '2027-06-01T10:60Z', '2027-06-01T10Z', '2027-06-01T10:00+25:00', '2027-06-01t10:00z'],
    ...['9999-12-31', '9999-12-31T23:59:59-01:00', '+010000-01-01'],
  ])('never means another than it says: %j', (given) => {
    expect(readEnd(given)).toBeUndefined();
  });

  it('is no end but a moment where a day is one', () => {
    expect(readMoment('2027-06-30')).toBe('2027-06-30T00:00:00.000Z');
    expect(readMoment('2027-06-31')).toBeUndefined();
  });
});

describe('an end in words', () => {
  it('at midnight is the end of the day before', () => {
    expect(isMidnight('2027-07-01T00:00:00.000Z')).toBe(true);
    expect(endText('2027-07-01T00:00:00.000Z')).toBe('the end of 2027-06-30 (UTC)');
    expect(lastDay('2027-07-01T00:00:00.000Z')).toBe('2027-06-30');
  });

  it('at another time is that time', () => {
    expect(isMidnight('2027-06-30T12:30:00.000Z')).toBe(false);
    expect(endText('2027-06-30T12:30:00.000Z')).toBe('2027-06-30 12:30:00 UTC');
    expect(lastDay('2027-06-30T12:30:00.000Z')).toBe('2027-06-30');
  });
});
