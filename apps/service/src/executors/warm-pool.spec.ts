import { describe, expect, it } from 'vitest';
import { WarmPool } from './warm-pool.ts';

function pool(size: number) {
  const made: number[] = [];
  const discarded: number[] = [];
  const dead = new Set<number>();
  const warm = new WarmPool<number>({
    size,
    make: () => Promise.resolve(made.push(made.length)),
    usable: (item) => !dead.has(item),
    discard: (item) => Promise.resolve(void discarded.push(item)),
    onError: () => undefined,
  });
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return { warm, made, discarded, dead, settle };
}

describe('a warm pool', () => {
  it('gives each item once and makes new ones only when told', async () => {
    const { warm, made, settle } = pool(2);
    warm.refill();
    await settle();
    expect([await warm.take(), await warm.take(), await warm.take()]).toEqual([1, 2, 3]);
    expect(made).toHaveLength(3);
    warm.refill();
    warm.refill();
    await settle();
    expect(made).toHaveLength(5);
  });

  it('throws away what died while it waited', async () => {
    const { warm, dead, discarded, settle } = pool(2);
    warm.refill();
    await settle();
    dead.add(1);
    expect(await warm.take()).toBe(2);
    expect(discarded).toEqual([1]);
  });

  it('leaves nothing behind when it is closed', async () => {
    const { warm, discarded } = pool(3);
    warm.refill();
    await warm.close();
    expect(discarded.length).toBeGreaterThan(0);
    warm.refill();
    expect(discarded).toEqual(discarded.toSorted());
  });

  it('makes one when none waits, and goes on after a failure to make one', async () => {
    let broken = true;
    const errors: unknown[] = [];
    const warm = new WarmPool<string>({
      size: 1,
      make: () => (broken ? Promise.reject(new Error('no')) : Promise.resolve('made')),
      usable: () => true,
      discard: () => Promise.resolve(),
      onError: (error) => errors.push(error),
    });
    warm.refill();
    await expect(warm.take()).rejects.toThrow('no');
    expect(errors).toHaveLength(1);
    broken = false;
    expect(await warm.take()).toBe('made');
  });
});
