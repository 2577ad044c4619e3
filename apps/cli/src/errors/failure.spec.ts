import { CodedError } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { toFailure } from './failure.ts';
import { failureJson, failureText } from './report-failure.ts';
import { missingCommand, unexpectedWords, unknownCommand } from './unknown-command.ts';
import { UsageError } from './usage-error.ts';

describe('a failure', () => {
  const coded = new CodedError('DATASET_INVALID', {
    auditId: 'a-1',
    details: [{ path: 'census.yaml:3:5 budget.epsilon', message: 'a number above 0', example: '10' }],
  });

  it('says what happened, where, what to do, and the audit id', () => {
    expect(failureText(toFailure(coded))).toBe(
      [
        'Error: The definition is not valid.',
        '  census.yaml:3:5 budget.epsilon: a number above 0 (for example: 10)',
        'What to do: Correct the named paths.',
        'Audit id: a-1',
      ].join('\n'),
    );
  });

  it('is one JSON object with code, message, remedy and auditId', () => {
    const { error } = failureJson(toFailure(new UsageError('m', 'r'))) as { error: object };
    expect(error).toEqual({ code: 'INPUT_INVALID', message: 'm', remedy: 'r', auditId: null });
  });

  it('exits as its code says', () => {
    expect(toFailure(coded).exit).toBe(2);
    expect(toFailure(new CodedError('REPLY_INVALID')).exit).toBe(8);
    expect(toFailure(new CodedError('AUTH_REFUSED')).exit).toBe(4);
    expect(toFailure(new UsageError('m', 'r')).exit).toBe(2);
  });

  it('that nobody expected shows nothing of its inside', () => {
    const shown = failureText(toFailure(new TypeError('cannot read /home/ada/secret')));
    expect(shown).not.toContain('secret');
    expect(toFailure('a string')).toMatchObject({ code: 'UNEXPECTED', exit: 1 });
  });

  it('cannot drive the terminal', () => {
    const hostile = new CodedError('QUERY_REFUSED', { message: 'x\u001b]0;title\u0007', remedy: 'y\u001b[2J' });
    expect(failureText(toFailure(hostile))).not.toContain('\u001b');
  });
});

describe('an unknown command', () => {
  const known = ['query:run', 'query:plan', 'user:login', 'doctor'];

  it.each([
    [['query', 'rin', 'SELECT 1'], 'query run'],
    [['usr', 'login'], 'user login'],
    [['docter'], 'doctor'],
  ])('%j has a nearest one', (words, nearest) => {
    expect(unknownCommand(words, known).remedy).toBe(`Did you mean: dq0 ${nearest}`);
  });

  it.each([
    [['--json'], 'No command was given.'],
    [['query', '--json'], '"query" alone is no command.'],
    [['query', '--bogus'], '"query" alone is no command.'],
    [['query'], undefined],
    [[], undefined],
    [['query', '--help'], undefined],
    [['query', 'run', '--json'], undefined],
    [['doctor', '--json'], undefined],
  ])('that is missing is named, unless help was asked for: %j', (argv, message) => {
    expect(missingCommand(argv, ['query', 'user'])?.message).toBe(message);
  });

  it.each([
    [['doctor', 'extra', 'words'], 'dq0 doctor does not take these words: extra words'],
    [['query', 'run', 'extra', '--json', 'more'], 'dq0 query run does not take these words: extra'],
    [['query', 'run', '--json', 'more'], undefined],
    [['query', 'rin', 'extra'], undefined],
    [['doctor'], undefined],
  ])('is told from words too many: %j', (argv, message) => {
    expect(unexpectedWords(argv, known)?.message).toBe(message);
  });

  it('that resembles nothing points to the list', () => {
    expect(unknownCommand(['frobnicate'], known).remedy).toContain('help --all');
  });
});
