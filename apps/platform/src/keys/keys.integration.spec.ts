import { chmodSync, statSync } from 'node:fs';
import path from 'node:path';
import { verifyBundle } from '@dq0/encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestPlatform } from '../../testing/test-platform.ts';
import { BundleService } from './bundle.service.ts';
import { KeyedHash } from './keyed-hash.ts';
import { makeKeys } from './make-keys.ts';
import { PlatformKeys } from './platform-keys.ts';

let platform: TestPlatform;

beforeEach(async () => {
  platform = await TestPlatform.start();
});
afterEach(() => platform.remove());

const file = (name: string): string => path.join(platform.ports.config.keysFolder, `${name}.jwk`);
const bundles = (): BundleService => {
  if (platform.running === undefined) throw new Error('not running');
  return platform.running.context.get(BundleService, { strict: false });
};

describe("the platform's keys", () => {
  it('are for its own eyes, and stay when they are there', async () => {
    for (const name of ['identity', 'encryption', 'hashing']) expect(statSync(file(name)).mode & 0o777).toBe(0o600);
    expect(statSync(platform.ports.config.keysFolder).mode & 0o777).toBe(0o700);
    const before = (await PlatformKeys.read(platform.ports.keyStore)).identity.thumbprint;
    await makeKeys(platform.ports.keyStore);
    expect((await PlatformKeys.read(platform.ports.keyStore)).identity.thumbprint).toBe(before);
    expect(() => platform.ports.keyStore.write('identity', 'x')).toThrow('is not overwritten');
  });

  it('are not used when others could read them', async () => {
    chmodSync(file('identity'), 0o640);
    await expect(PlatformKeys.read(platform.ports.keyStore)).rejects.toMatchObject({ code: 'KEY_EXPOSED' });
  });

  it('make hashes that nobody else can, apart by purpose', async () => {
    const hash = new KeyedHash(platform.ports.keyStore);
    expect(await hash.of('a', 'text')).toBe(await hash.of('a', 'text'));
    expect(await hash.of('a', 'text')).not.toBe(await hash.of('b', 'text'));
  });
});

describe('the bundle', () => {
  const verified = async (jws: string) => verifyBundle(jws, platform.thumbprint, { now: platform.clock.now() });

  it('is valid for a day, names keys, proxies and the audit head, and is one for all who ask', async () => {
    const [first, second] = await Promise.all([bundles().current(), bundles().current()]);
    expect(first).toEqual(second);
    const content = await verified(first.jws);
    expect(content.expiresAt.getTime() - content.issuedAt.getTime()).toBe(24 * 3_600_000);
    expect(content.proxies).toEqual([platform.proxy.origin]);
    expect(content.auditHead).toMatch(/^[0-9a-f]{64}$/);
    expect(content.keys).toHaveLength(1);
  });

  it('is signed anew after an hour and at every start, and its number only grows', async () => {
    const first = await bundles().current();
    platform.clock.advance({ minutes: 59 });
    expect((await bundles().current()).number).toBe(first.number);
    platform.clock.advance({ minutes: 1 });
    const [second, same] = await Promise.all([bundles().current(), bundles().current()]);
    expect(second.number).toBe(first.number + 1);
    expect(same.number).toBe(second.number);
    await platform.travel({ minutes: -600 });
    const afterRestart = await bundles().current();
    expect(afterRestart.number).toBe(second.number + 1);
  });
});
