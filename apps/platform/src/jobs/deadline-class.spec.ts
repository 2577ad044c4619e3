import { DatasetDefinition } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { aDefinition, aPlan } from '../../testing/jobs/census.ts';
import { deadlineClass, isShown, shownState, visibleFrom } from './deadline-class.ts';

const timed = { submittedAt: 1_000_000, classSeconds: 10, visibleAt: 1_010_000 };

function definition(maxUnits: number, timing: 'fast' | 'deadline') {
  const { tables, ...rest } = aDefinition({ timing });
  const adult = { ...tables['adult'], maxUnits };
  return DatasetDefinition.parse({ ...rest, tables: { adult } });
}
const plan = (of: DatasetDefinition) =>
  aPlan({ request: 'plan', protocol: 1, definition: of, arguments: { sql: '', epsilon: 0.5, delta: 1e-7 } });

describe('the public deadline', () => {
  it.each([
    [1000, 2],
    [100_000, 2],
    [100_001, 10],
    [1e9, 60],
  ])('depends on the public size alone: %i units, %i s', (units, seconds) => {
    const of = definition(units, 'deadline');
    expect(deadlineClass(of, plan(of))).toBe(seconds);
  });

  it('does not exist where the owner chose fast', () => {
    const of = definition(1000, 'fast');
    expect(deadlineClass(of, plan(of))).toBeNull();
    expect(shownState({ ...timed, classSeconds: null, visibleAt: null, state: 'opened' }, 1_000_001)).toBe('opened');
  });

  it('is the end of the class, or of the next for what was late', () => {
    expect(visibleFrom({ ...timed, state: 'checking' }, 1_000_500)).toBe(1_010_000);
    expect(visibleFrom({ ...timed, state: 'checking' }, 1_010_001)).toBe(1_020_000);
  });

  it.each(['opened', 'released', 'failed', 'queued'] as const)('shows %s as the schedule says until then', (state) => {
    expect(shownState({ ...timed, state }, 1_002_400)).toBe('queued');
    expect(shownState({ ...timed, state }, 1_009_999)).toBe('running');
  });

  it('shows outcomes from then on, a failure as withheld, and a cancellation at once', () => {
    expect(shownState({ ...timed, state: 'released' }, 1_010_000)).toBe('released');
    expect(shownState({ ...timed, state: 'failed' }, 1_010_000)).toBe('withheld');
    expect(isShown({ ...timed, state: 'cancelled' }, 1_000_001)).toBe(true);
    expect(isShown({ ...timed, state: 'running' }, 2_000_000)).toBe(false);
  });
});
