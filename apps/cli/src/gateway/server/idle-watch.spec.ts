import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleWatch } from './idle-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const answering = (): ServerResponse => new EventEmitter() as unknown as ServerResponse;

function watched(restMs: number): { watch: IdleWatch; isOver: (afterMs: number) => Promise<boolean> } {
  const watch = new IdleWatch(restMs);
  let over = false;
  void watch.over.then(() => (over = true));
  return {
    watch,
    isOver: async (afterMs) => {
      await vi.advanceTimersByTimeAsync(afterMs);
      return over;
    },
  };
}

describe('a gateway that nobody asks', () => {
  it('is idle after the time given, counted from the end of the last answer', async () => {
    const { watch, isOver } = watched(1000);
    expect(await isOver(900)).toBe(false);
    const [one, two] = [answering(), answering()];
    watch.begin(one);
    watch.begin(two);
    one.emit('close');
    expect(await isOver(5000)).toBe(false);
    two.emit('close');
    expect(await isOver(999)).toBe(false);
    expect(await isOver(1)).toBe(true);
  });

  it('is never idle with no time given, or when it was stopped', async () => {
    const never = watched(0);
    expect(await never.isOver(1e9)).toBe(false);
    const stopped = watched(1000);
    stopped.watch.stop();
    expect(await stopped.isOver(1e9)).toBe(false);
  });
});
