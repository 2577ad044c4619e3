import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePlatform, type TestPlatform } from '../../testing/parties.ts';
import { TestProxy } from '../../testing/running-proxy.ts';
import { ProxyDatabase } from '../database/index.ts';

let platform: TestPlatform;
let proxy: TestProxy;

beforeAll(async () => {
  platform = await makePlatform();
  proxy = await TestProxy.start(platform);
  await proxy.introducePlatform();
});
afterAll(() => proxy.stop());

const page = '/v1/registrations/confirm/7K3M-Q9XZ';
const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: '' };

describe('the confirmation page', () => {
  it('shows what to type and a button', async () => {
    const { status, body } = await proxy.call('GET', page);
    expect(status).toBe(200);
    expect(body).toContain('dq0 user confirm 7K3M-Q9XZ');
    expect(body).toContain('<form method="post">');
  });

  it('says after the button that nothing was confirmed', async () => {
    const { status, body } = await proxy.call('POST', page, form);
    expect(status).toBe(200);
    expect(body).toContain('Nothing was confirmed here.');
  });

  it('sends nothing to the platform and stores nothing, read or posted', async () => {
    await proxy.call('GET', page);
    await proxy.call('POST', page, form);
    expect((await proxy.pull()).body).toMatchObject({ messages: [] });
    const { handle } = proxy.running.app.get(ProxyDatabase);
    expect(handle.prepare('SELECT count(*) FROM message').pluck().get()).toBe(0);
    expect(proxy.logs.join('')).not.toContain('7K3M');
  });

  it('runs no script, loads nothing and cannot be framed', async () => {
    const { headers, body } = await proxy.call('GET', page);
    const policy = "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    expect(headers.get('content-security-policy')).toBe(policy);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).not.toMatch(/<script|style=|src=|href=/);
  });

  it.each(['%3Cscript%3E', 'a', 'a%20b%20c%20d', '%22%3E%3Cb%3E'])('shows nothing of a code like %s', async (code) => {
    const answer = await proxy.call('GET', `/v1/registrations/confirm/${code}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'BODY_INVALID' } });
  });
});
