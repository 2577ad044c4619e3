import { describe, expect, it } from 'vitest';
import { allowedMethods } from './allowed-methods.ts';
import { idempotencyKey, preferredWaitMs } from './requests.ts';

describe('the methods of a path', () => {
  const routes = [
    { method: 'GET', url: '/v1/runs' },
    { method: 'POST', url: '/v1/runs' },
    { method: 'GET', url: '/v1/runs/:job' },
  ];
  it.each([
    ['/v1/runs', ['GET', 'POST']],
    ['/v1/runs?limit=1', ['GET', 'POST']],
    ['/v1/runs/1', ['GET']],
    ['/v1/runs/', []],
    ['/v1/runs/1/2', []],
    ['/v1', []],
  ])('of %s are %j', (url, methods) => {
    expect(allowedMethods(routes, url)).toEqual(methods);
  });
});

describe('what a caller prefers', () => {
  it.each([
    [undefined, 30_000],
    ['wait=5', 5_000],
    ['respond-async, wait=5', 0],
    ['return=minimal; foo, wait=600', 60_000],
    ['wait=-5', 30_000],
    ['waited=5', 30_000],
  ])('in %j is a wait of %i ms', (prefer, ms) => {
    expect(preferredWaitMs(prefer)).toBe(ms);
  });

  it('as a key is visible text of bounded length, given once', () => {
    expect(idempotencyKey(undefined)).toBeUndefined();
    expect(idempotencyKey('a-b')).toBe('a-b');
    for (const key of ['', 'a b', 'x'.repeat(129), 'ü', ['a', 'b']]) expect(() => idempotencyKey(key)).toThrow();
  });
});
