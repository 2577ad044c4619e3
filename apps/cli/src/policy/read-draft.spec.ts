import { CodedError } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { inFile, readForm, readTime } from './read-draft.ts';

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
    expect(readTime('until', '2028-02-28')).toBe('2028-02-29T00:00:00.000Z');
    expect(readTime('until', '2027-06-30T12:00:00Z')).toBe('2027-06-30T12:00:00.000Z');
  });

  it.each(['tomorrow', '30.6.2027', '2027-02-30T', '12'])('refuses what is no date: %s', (given) => {
    expect(() => readTime('until', given)).toThrow(/--until is no date/);
  });
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
});
