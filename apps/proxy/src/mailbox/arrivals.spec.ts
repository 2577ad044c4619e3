import { describe, expect, it, vi } from 'vitest';
import { Arrivals } from './arrivals.ts';

describe('Arrivals', () => {
  const never = new AbortController().signal;

  it('wakes those who wait for that mailbox, and nobody else', async () => {
    const arrivals = new Arrivals();
    const [mine, theirs] = [vi.fn(), vi.fn()];
    void arrivals.next('mine', 10_000, never).then(mine);
    const other = new AbortController();
    const ended = arrivals.next('theirs', 10_000, other.signal).then(theirs);
    arrivals.announce('mine');
    await new Promise((resolve) => setImmediate(resolve));
    expect([mine.mock.calls.length, theirs.mock.calls.length]).toEqual([1, 0]);
    other.abort();
    await ended;
  });

  it('ends a wait by time, by the end of the caller and by the stop of the proxy', async () => {
    const arrivals = new Arrivals();
    await arrivals.next('a', 5, never);
    await arrivals.next('a', 10_000, AbortSignal.timeout(5));
    const waiting = arrivals.next('a', 10_000, never);
    arrivals.close();
    await waiting;
    await arrivals.next('a', 10_000, never);
  });

  it('survives a listener that leaves while others are told', () => {
    const arrivals = new Arrivals();
    const heard: string[] = [];
    const leave = arrivals.listen('a', () => {
      heard.push('first');
      leave();
    });
    arrivals.listen('a', () => heard.push('second'));
    arrivals.announce('a');
    arrivals.announce('a');
    expect(heard).toEqual(['first', 'second', 'second']);
  });
});
