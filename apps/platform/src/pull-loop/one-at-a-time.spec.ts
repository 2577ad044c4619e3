import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

describe('one run at a time', () => {
  it('runs once more, and only once, for all that came while it ran', () => {
    const scheduler = new TestScheduler((actual, expected) => {
      expect(actual).toEqual(expected);
    });
    scheduler.run(({ hot, cold, expectObservable }) => {
      const work = (): ReturnType<typeof cold> => cold('---w|');
      expectObservable(hot('a-bc------d----|').pipe(oneAtATime(work))).toBe('---w---w-----w-|');
    });
  });
});
