import { describe, expect, it } from 'vitest';
import { exchange } from './exchange.ts';
import { ProxyFailure } from './proxy-failure.ts';
import type { ProxyLink } from './proxy-link.ts';

describe('an exchange', () => {
  it('that a full mailbox holds up longer than the caller waits says so, with the way out', async () => {
    let now = 0;
    const link: Pick<ProxyLink, 'origin' | 'post'> = {
      origin: 'https://proxy.example',
      post: () => Promise.reject(ProxyFailure.refused('https://proxy.example', 429, '{"code":"QUOTA_EXCEEDED"}', '30')),
    };
    const letter = {
      id: 'one',
      message: '{}',
      prove: () => Promise.resolve(''),
      open: () => Promise.resolve('opened'),
      isLost: () => Promise.resolve(false),
    };
    const pause = (ms: number): Promise<void> => {
      now += ms;
      return Promise.resolve();
    };
    const options = { timeoutMs: 600, onNotice: () => undefined, clock: () => now, pause };
    const failure = await exchange([link as ProxyLink], letter, options).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'TIMED_OUT' });
    expect(String(failure)).toContain('QUOTA_EXCEEDED');
    expect((failure as ProxyFailure).remedy).toContain('DQ0_PROXY_QUOTA_MESSAGES');
  });
});
