import { describe, expect, it } from 'vitest';
import { Nonces } from './nonces.ts';

describe('the nonces of a proxy', () => {
  it('are used once, the newest first', () => {
    const nonces = new Nonces();
    nonces.put('a', 0);
    nonces.put('b', 1);
    expect([nonces.take(2), nonces.take(2), nonces.take(2)]).toEqual(['b', 'a', undefined]);
  });

  it('are thrown away before the proxy forgets them', () => {
    const nonces = new Nonces();
    nonces.put('a', 0);
    expect(nonces.take(50_000)).toBeUndefined();
  });

  it('are few, and an absent or endless one is not kept', () => {
    const nonces = new Nonces();
    for (let index = 0; index < 100; index += 1) nonces.put(`n${index}`, 0);
    nonces.put(null, 0);
    nonces.put('x'.repeat(1000), 0);
    expect(nonces.size).toBe(8);
  });
});
