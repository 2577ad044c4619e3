import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FairQueue } from './fair-queue.ts';

describe('waiting messages', () => {
  it('are taken device by device, in order within a device', () => {
    const queue = new FairQueue(10);
    for (const id of ['1', '2', '3']) queue.add({ device: 'busy', id });
    queue.add({ device: 'quiet', id: '1' });
    const taken = [queue.take(), queue.take(), queue.take(), queue.take()].map((key) => `${key?.device} ${key?.id}`);
    expect(taken).toEqual(['busy 1', 'quiet 1', 'busy 2', 'busy 3']);
    expect(queue.take()).toBeUndefined();
  });

  it('wait while their device has as many in hand as it may', () => {
    const queue = new FairQueue(1);
    queue.add({ device: 'a', id: '1' });
    queue.add({ device: 'a', id: '2' });
    expect(queue.take()?.id).toBe('1');
    expect(queue.take()).toBeUndefined();
    queue.done({ device: 'a', id: '1' });
    expect(queue.take()?.id).toBe('2');
  });

  it('are each taken once, whatever the order of adding, taking and ending', () => {
    const steps = fc.array(fc.oneof(fc.constantFrom('a', 'b', 'c'), fc.constant('take'), fc.constant('done')), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(steps, (all) => {
        const queue = new FairQueue(2);
        const inHand: { device: string; id: string }[] = [];
        const seen: string[] = [];
        let added = 0;
        const take = (): boolean => {
          const key = queue.take();
          if (key === undefined) return false;
          inHand.push(key);
          seen.push(key.id);
          expect(inHand.filter(({ device }) => device === key.device).length).toBeLessThanOrEqual(2);
          return true;
        };
        for (const step of all) {
          if (step === 'take') take();
          else if (step === 'done') inHand.splice(0, 1).forEach((key) => queue.done(key));
          else queue.add({ device: step, id: String(added++) });
        }
        while (take() || inHand.length > 0) inHand.splice(0, 1).forEach((key) => queue.done(key));
        expect(queue.size).toBe(0);
        expect(seen.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: added }, (_, index) => index));
      }),
    );
  });
});
