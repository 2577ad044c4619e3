import { describe, expect, it } from 'vitest';
import { LoginDelay } from './login-delay.ts';

const ACCOUNT = 'ada@example.org';

function waitAfter(failures: number): number {
  const delay = new LoginDelay();
  for (let count = 0; count < failures; count += 1) delay.failed(ACCOUNT, 'device', 0);
  return delay.waitFor(ACCOUNT, 'device', 0);
}

describe('the delay of a login', () => {
  it('is nothing for people who mistype, then grows, and ends somewhere', () => {
    expect([0, 1, 2].map(waitAfter)).toEqual([0, 0, 0]);
    expect([3, 4, 5, 8].map(waitAfter)).toEqual([2000, 4000, 6000, 32_000]);
    expect(waitAfter(1000)).toBe(32_000);
  });

  it('makes the tries of one key wait for each other', () => {
    const delay = new LoginDelay();
    for (let count = 0; count < 4; count += 1) delay.failed('other', 'device', 0);
    expect([1, 2, 3].map(() => delay.waitFor(ACCOUNT, 'device', 0))).toEqual([2000, 4000, 6000]);
  });

  it('refuses a key whose line is too long, for the moment', () => {
    const delay = new LoginDelay();
    for (let count = 0; count < 8; count += 1) delay.failed('other', 'device', 0);
    delay.waitFor(ACCOUNT, 'device', 0);
    expect(() => delay.waitFor(ACCOUNT, 'device', 0)).toThrow(expect.objectContaining({ code: 'PLATFORM_BUSY' }));
    expect(delay.waitFor(ACCOUNT, 'device', 60_000)).toBeLessThanOrEqual(30_000);
  });

  it('lets nobody lock an owner out from another key', () => {
    const delay = new LoginDelay();
    for (let count = 0; count < 10_000; count += 1) delay.failed(ACCOUNT, `attacker ${count % 50}`, 0);
    expect(delay.waitFor(ACCOUNT, 'own device', 0)).toBe(2000);
  });

  it('is over with the right password', () => {
    const delay = new LoginDelay();
    for (let count = 0; count < 10; count += 1) delay.failed(ACCOUNT, 'device', 0);
    delay.succeeded(ACCOUNT, 'device');
    expect(delay.waitFor(ACCOUNT, 'device', 0)).toBe(0);
  });
});
