import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import { backOff } from './back-off.ts';

const scheduler = (): TestScheduler =>
  new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });

describe('trying again', () => {
  it('waits twice as long each time, and no longer than 30 seconds', () => {
    const virtual = scheduler();
    virtual.run(({ cold }) => {
      const times: number[] = [];
      const failing = cold('#').pipe(
        backOff(
          () => times.push(virtual.now()),
          () => 1,
        ),
      );
      const running = failing.subscribe();
      const waits = [250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
      cold('121s |').subscribe({
        complete: () => {
          running.unsubscribe();
          const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
          expect(gaps.slice(0, waits.length)).toEqual(waits);
        },
      });
    });
  });

  it('starts over after a success', () => {
    scheduler().run(({ cold, expectObservable }) => {
      const tries: number[] = [];
      const source = cold('a#').pipe(
        backOff(
          (_error, count) => tries.push(count),
          () => 1,
        ),
      );
      expectObservable(source, '700ms !').toBe('a 250ms a 250ms a');
      cold('700ms |').subscribe({ complete: () => expect(new Set(tries)).toEqual(new Set([1])) });
    });
  });
});
