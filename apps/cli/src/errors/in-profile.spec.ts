import { ERRORS } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { renderRefusals } from '../answers/render-refusals.ts';
import { inProfile, namedProfile } from './in-profile.ts';

describe('a remedy', () => {
  it('names the profile that the caller named, in whatever command it ends with', () => {
    expect(inProfile('Log in with: dq0 user login EMAIL', 'ada')).toBe(
      'Log in with: dq0 user login EMAIL --profile ada',
    );
    expect(inProfile('Job 1 is running.\nWhat to do: dq0 query result 1', 'ada')).toContain('result 1 --profile ada');
    for (const { remedy } of Object.values(ERRORS)) {
      if (/dq0 (?!fingerprint)/.test(remedy)) expect(inProfile(remedy, 'ada')).toMatch(/dq0 .* --profile ada$/);
    }
  });

  it('of a refused question does so too', () => {
    const refusal = { code: 'X', message: 'No.', position: null, remedy: 'See it with: dq0 data info NAME' };
    expect(renderRefusals('', [refusal], 'ada')).toMatch(/dq0 data info NAME --profile ada$/);
  });

  it('stays as it is without a named profile, without a command, and where it names one already', () => {
    expect(inProfile('List them with: dq0 user list', undefined)).toBe('List them with: dq0 user list');
    expect(inProfile('Ask with a smaller epsilon.', 'ada')).toBe('Ask with a smaller epsilon.');
    const { remedy } = ERRORS.FINGERPRINT_MISMATCH;
    expect(inProfile(remedy, 'ada')).toBe(remedy);
    const elsewhere = 'Pair it again, with the code that your own device prints: dq0 device pair --machine';
    expect(inProfile(elsewhere, 'ada')).toBe(elsewhere);
    expect(inProfile('See: dq0 user list --profile bob', 'ada')).toBe('See: dq0 user list --profile bob');
  });
});

describe('the profile of a command line', () => {
  it.each([
    [['user', 'list', '--profile', 'ada'], 'ada'],
    [['user', 'list', '--profile=ada', '--json'], 'ada'],
    [['query', 'run', '--', '--profile', 'ada'], undefined],
    [['user', 'list', '--profile'], undefined],
    [['user', 'list'], undefined],
  ])('%j is %s', (argv, profile) => {
    expect(namedProfile(argv)).toBe(profile);
  });
});
