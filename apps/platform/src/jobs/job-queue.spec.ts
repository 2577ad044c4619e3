import type { JobState } from '@dq0/jobs';
import { describe, expect, it } from 'vitest';
import { queueOf } from './job-queue.ts';

const T = 1_000_000;
const fast = (state: JobState, submittedAt = T) => ({ state, submittedAt, classSeconds: null, visibleAt: null });
const timed = (state: JobState, visibleAt = T + 10_000) => ({ state, submittedAt: T, classSeconds: 10, visibleAt });

describe('the queue', () => {
  it('is empty where nothing is under way', () => {
    const empty = { active: 0, waiting: 0, running: 0, oldestSince: null };
    expect(queueOf([], T)).toEqual(empty);
    expect(queueOf([fast('released'), fast('failed'), fast('cancelled')], T)).toEqual(empty);
  });

  it('counts who waits for a worker and who has one, and knows the oldest that waits', () => {
    const jobs = [
      fast('opened', 1),
      fast('queued', T + 2),
      fast('reserved', T + 1),
      fast('planned', T + 3),
      fast('running'),
      fast('checking'),
    ];
    expect(queueOf(jobs, T + 9)).toEqual({ active: 6, waiting: 3, running: 3, oldestSince: T + 1 });
  });

  it('leaves out what people decide about, though it is under way', () => {
    expect(queueOf([fast('waiting_approval'), fast('in_review')], T + 9)).toMatchObject({
      active: 2,
      waiting: 0,
      running: 0,
    });
  });

  it.each(['queued', 'opened', 'checking', 'released', 'failed', 'in_review'] as const)(
    'says of a protected job that is %s what its schedule says',
    (state) => {
      expect(queueOf([timed(state)], T + 2000)).toMatchObject({ active: 1, waiting: 1, running: 0 });
      expect(queueOf([timed(state)], T + 9999)).toMatchObject({ active: 1, waiting: 0, running: 1 });
    },
  );

  it('shows a protected job that waits beyond its schedule, and holds back the end of one that came late', () => {
    expect(queueOf([timed('queued')], T + 10_000)).toMatchObject({ waiting: 1, oldestSince: T });
    expect(queueOf([timed('released', T + 20_000)], T + 15_000)).toMatchObject({ active: 1, running: 1 });
    expect(queueOf([timed('released', T + 20_000)], T + 20_000)).toMatchObject({ active: 0, running: 0 });
  });
});
