import { CodedError } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { inFile, readForm } from './read-draft.ts';
import { readAt, readUntil } from './read-until.ts';

describe('the form in flags', () => {
  it('leaves open what is not named', () => {
    expect(readForm({ group: 'data-scientist' }, {})).toEqual({
      group: 'data-scientist',
      epsilon: null,
      until: null,
      purpose: null,
      share: null,
    });
  });

  it('takes numbers, parts and dates as people write them', () => {
    expect(readForm({ group: 'auditor' }, { epsilon: '.5', share: '10%', until: '2027-06-30' })).toEqual({
      group: 'auditor',
      epsilon: 0.5,
      purpose: null,
      share: 0.1,
      until: '2027-07-01T00:00:00.000Z',
    });
  });

  it('names one person in the place of a group', () => {
    const nothing = { epsilon: null, purpose: null, until: null, share: null };
    expect(readForm({ user: 'ada@example.org' }, {})).toEqual({ user: 'ada@example.org', ...nothing });
  });

  it('ends a day at its end and a time at that time', () => {
    expect(readUntil('2028-02-28')).toBe('2028-02-29T00:00:00.000Z');
    expect(readUntil('2027-06-30T12:00:00Z')).toBe('2027-06-30T12:00:00.000Z');
  });

  it('thinks of a day at its beginning, on which what ends with it still holds', () => {
    expect(readAt('2027-06-30')).toBe('2027-06-30T00:00:00.000Z');
  });

  it.each(['tomorrow', '2027-06-31', '2027-2-3', '2027-06-30 ', '2027-06-01T10:00', '9999-12-31'])(
    'refuses what is no end, and says how to write one: %j',
    (given) => {
      expect(() => readUntil(given)).toThrow(/^--until is neither a day that there is nor a time with its zone\.$/);
      expect(() => readAt(`x${given}`)).toThrow(/^--at is neither/);
    },
  );
});

describe('a refusal of a text', () => {
  it('names the file with line and column', () => {
    const details = [
      { path: 'line 3, column 5', message: 'unexpected' },
      { path: 'resource', message: 'not yours' },
    ];
    const error = inFile(new CodedError('POLICY_INVALID', { details }), 'a.cedar') as CodedError;
    expect(error.details.map(({ path }) => path)).toEqual(['a.cedar:3:5', 'a.cedar, resource']);
  });

  it('stays as it is where it is about something else', () => {
    const error = new CodedError('DATASET_UNKNOWN');
    expect(inFile(error, 'a.cedar')).toBe(error);
  });

  it('that is none names the file', () => {
    const details = [
      { path: 'draft.text', message: 'empty' },
      { path: 'place', message: 'none' },
    ];
    const error = inFile(new CodedError('INPUT_INVALID', { details }), 'a.cedar') as CodedError;
    expect(error.details.map(({ path }) => path)).toEqual(['a.cedar', 'place']);
  });
});
