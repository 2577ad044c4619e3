import { describe, expect, it } from 'vitest';
import { ofAttempt, ofIdleTrial, ofTrial } from './findings.ts';
import type { Trial } from './trial-run.ts';

const finished = { type: 'finished' as const, artifacts: [], noise: [] };
const trial: Trial = {
  startedAfter: 120,
  endedAfter: 300,
  last: finished,
  output: '[]',
  cleared: true,
  clearedIn: 7,
};
const attempt = { name: 'network' as const, succeeded: [], milliseconds: 2 };
const outcomes = (changes: Partial<Trial>): boolean[] => ofTrial({ ...trial, ...changes }).map(({ ok }) => ok);

describe('an attempt', () => {
  it('is fine where nothing of it succeeded', () => {
    expect(ofAttempt(attempt, 'bubblewrap')).toMatchObject({ ok: true, found: 'Refused.', remedy: null });
  });

  it('is told with what succeeded and what to do, with and without a sandbox', () => {
    const succeeded = ['It is root.', 'It holds rights.'];
    const leaky = ofAttempt({ ...attempt, succeeded }, 'bubblewrap');
    expect(leaky).toMatchObject({ ok: false, found: 'It is root. It holds rights.' });
    expect(leaky.remedy).toContain('The sandbox lets this through.');
    expect(ofAttempt({ ...attempt, succeeded }, 'none').remedy).toContain('Install bubblewrap');
  });
});

describe('a job without data', () => {
  it('starts, is heard, and ends', () => {
    expect(ofTrial(trial).map(({ name, ok, milliseconds }) => [name, ok, milliseconds])).toEqual([
      ['start', true, 120],
      ['output', true, 180],
      ['end', true, 7],
    ]);
  });

  it('is told where it fails', () => {
    const failed = { last: { type: 'failed' as const, reason: 'The plugin ended.' }, output: undefined };
    expect(outcomes(failed)).toEqual([true, false, true]);
    expect(ofTrial({ ...trial, ...failed })[1]).toMatchObject({ found: 'The plugin ended.' });
    expect(outcomes({ startedAfter: null, last: undefined, output: undefined })).toEqual([false, false, true]);
    expect(outcomes({ cleared: false })).toEqual([true, true, false]);
  });
});

describe('a job that would run for ever', () => {
  it('is ended when its time is over, and it is told when it is not', () => {
    const reason = 'The plugin overstepped the limit of wall time.';
    expect(ofIdleTrial({ ...trial, last: { type: 'failed', reason } }).ok).toBe(true);
    for (const last of [finished, undefined, { type: 'failed' as const, reason: 'The plugin ended.' }]) {
      const finding = ofIdleTrial({ ...trial, last });
      expect([finding.ok, finding.remedy === null]).toEqual([false, false]);
    }
  });
});
