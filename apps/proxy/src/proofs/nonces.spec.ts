import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/running-proxy.ts';
import { Nonces } from './nonces.ts';

describe('Nonces', () => {
  it('are used once', () => {
    const nonces = new Nonces(new FakeClock());
    const nonce = nonces.issue();
    expect([nonces.isOpen(nonce), nonces.isOpen(nonce)]).toEqual([true, true]);
    expect([nonces.use(nonce), nonces.use(nonce), nonces.isOpen(nonce)]).toEqual([true, false, false]);
    expect(nonces.use('invented')).toBe(false);
  });

  it('end after 60 seconds, and are forgotten then', () => {
    const clock = new FakeClock();
    const nonces = new Nonces(clock);
    const nonce = nonces.issue();
    clock.advance(59_000);
    expect(nonces.isOpen(nonce)).toBe(true);
    clock.advance(2000);
    expect([nonces.isOpen(nonce), nonces.use(nonce)]).toEqual([false, false]);
    nonces.issue();
    expect(nonces.size).toBe(1);
  });

  it('are never more than the memory set aside for them; the newest stay', () => {
    const nonces = new Nonces(new FakeClock());
    const first = nonces.issue();
    let newest = '';
    for (let count = 0; count < 250_000; count += 1) newest = nonces.issue();
    expect(nonces.size).toBe(200_000);
    expect([nonces.isOpen(first), nonces.isOpen(newest)]).toEqual([false, true]);
  });
});
