import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { Quarantine } from '../quarantine.ts';

const quarantine = Quarantine.fresh();

describe('npm start', () => {
  afterAll(async () => {
    await quarantine.launcher('stop');
    rmSync(quarantine.home, { recursive: true, force: true });
  });

  it('serves Studi0 after the first answers, at an address of one use, and stop ends it', async () => {
    const started = await quarantine.launcher('start', '--detach', '--json');
    expect({ ...started, stdout: '' }).toMatchObject({ exit: 0 });
    expect(JSON.parse(started.stdout.trim().split('\n').at(-1) ?? '')).toHaveProperty('answers');
    const url = /Studi0 +(http:\/\/localhost:\d+\/open\/\S+)/.exec(started.stderr)?.[1] ?? '';
    const opened = await fetch(url, { redirect: 'manual' });
    expect(opened.status).toBe(303);
    const cookie = opened.headers
      .getSetCookie()
      .map((text) => text.split(';')[0])
      .join('; ');
    const page = await fetch(new URL('/sci/queries', url), { headers: { 'accept-encoding': 'br' } });
    expect(await page.text()).toContain('<s0-root>');
    expect(page.headers.get('content-encoding')).toBe('br');
    const session = await fetch(new URL('/v1/session', url), { headers: { cookie } });
    expect(await session.json()).toMatchObject({ profile: 'scientist', login: { roles: ['data-scientist'] } });
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(403);

    expect((await quarantine.launcher('stop')).exit).toBe(0);
    await expect(fetch(new URL('/start', url))).rejects.toThrow();
  });
});
