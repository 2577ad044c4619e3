import { existsSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { importEncryptionPublic } from '@dq0/encryption';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TestDevice } from '../../testing/test-device.ts';
import { ADMIN, TestPlatform } from '../../testing/test-platform.ts';
import { BundleService } from './bundle.service.ts';
import { makeKeys } from './make-keys.ts';
import { PlatformKeys } from './platform-keys.ts';

let platform: TestPlatform;
let device: TestDevice;

beforeEach(async () => {
  platform = await TestPlatform.start();
  device = await platform.device();
});
afterEach(() => platform.remove());

const file = (name: string): string => path.join(platform.ports.config.keysFolder, `${name}.jwk`);
const bundles = (): BundleService => {
  if (platform.running === undefined) throw new Error('not running');
  return platform.running.context.get(BundleService, { strict: false });
};
/** The bundle that a client gets now, as the proxy holds it. */
async function announced() {
  platform.proxy.bundle = (await bundles().current()).jws;
  return platform.proxy.content(platform.clock.now());
}
type Announced = { readonly keys: readonly unknown[] };
const thumbprints = ({ keys }: Announced): Promise<string[]> =>
  Promise.all(keys.map(async (key) => (await importEncryptionPublic(key)).thumbprint));
/** What clients seal to: the first. */
const newest = async (bundle: Announced): Promise<string[]> => (await thumbprints(bundle)).slice(0, 1);
const recorded = (action: string): string[] =>
  platform
    .read((reading) =>
      reading.all<{ object: string }>(`SELECT object FROM audit WHERE action = '${action}' ORDER BY number`),
    )
    .map(({ object }) => object);
/** Sealed as this bundle says; @returns whether the platform answered, else it dropped the message */
async function answers(bundle: Awaited<ReturnType<typeof announced>>): Promise<boolean> {
  const dropped = () => platform.log.filter(({ event }) => event === 'MESSAGE_DROPPED').length;
  const before = dropped();
  const input = { email: ADMIN, password: 'a guess of fifteen', device: 'laptop' };
  const request = await device.seal(bundle, 'user.register', input, { first: true });
  platform.proxy.post(request.envelope);
  for (let tries = 0; tries < 2000; tries += 1) {
    if (platform.proxy.replies.has(`${device.thumbprint} ${request.id}`)) return true;
    if (dropped() > before) return false;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('neither answered nor dropped');
}

describe('the encryption key', () => {
  it('is renewed after seven days, and what was sealed to the one before is still opened', async () => {
    const first = await announced();
    platform.clock.advance({ days: 7, minutes: -61 });
    expect(await newest(await announced())).toEqual(await newest(first));
    platform.clock.advance({ minutes: 61 });
    const second = await announced();
    expect(await thumbprints(second)).toEqual([...(await newest(second)), ...(await newest(first))]);
    expect(await newest(second)).not.toEqual(await newest(first));
    expect(statSync(file('encryption-2')).mode & 0o777).toBe(0o600);
    expect(recorded('key:renew')).toEqual(await newest(second));
    expect([await answers(second), await answers(first)]).toEqual([true, true]);

    await platform.travel({ minutes: 1 });
    expect(await newest(await announced())).toEqual(await newest(second));
    expect([await answers(second), await answers(first)]).toEqual([true, true]);
    expect(recorded('key:renew')).toHaveLength(1);
  });

  it('is destroyed after fourteen, and opens nothing more', async () => {
    const first = await announced();
    platform.clock.advance({ days: 7 });
    const second = await announced();
    platform.clock.advance({ days: 6, minutes: 22 * 60 });
    await announced();
    expect(await answers(first)).toBe(true);
    expect(existsSync(file('encryption'))).toBe(true);
    platform.clock.advance({ minutes: 120 });
    const third = await announced();
    expect(existsSync(file('encryption'))).toBe(false);
    expect(recorded('key:destroy')).toEqual(await newest(first));
    expect(await thumbprints(third)).toEqual([...(await newest(third)), ...(await newest(second))]);
    expect([await answers(third), await answers(second), await answers(first)]).toEqual([true, true, false]);
    await platform.down();
    await makeKeys(platform.ports.keyStore);
    await platform.up();
    expect(await newest(await announced())).toEqual(await newest(third));
    expect([await answers(third), await answers(second), await answers(first)]).toEqual([true, true, false]);
  });

  it('is kept for three days beside the new one after a long standstill', async () => {
    const first = await announced();
    await platform.travel({ days: 30 });
    await announced();
    expect(await answers(first)).toBe(true);
    platform.clock.advance({ days: 2, minutes: 23 * 60 });
    await announced();
    expect(existsSync(file('encryption'))).toBe(true);
    platform.clock.advance({ minutes: 60 });
    await announced();
    expect(existsSync(file('encryption'))).toBe(false);
  });

  it('that was made and not written down, as by a cut, serves from the next start on', async () => {
    await platform.down();
    await (await PlatformKeys.read(platform.ports.keyStore)).renew();
    await platform.up();
    const bundle = await announced();
    expect(recorded('key:renew')).toEqual(await newest(bundle));
    expect(await answers(bundle)).toBe(true);
  });

  it('goes on serving where no new one can be made, and the log says so', async () => {
    const first = await announced();
    writeFileSync(file('encryption-2'), 'in the way');
    platform.clock.advance({ days: 7 });
    const bundle = await announced();
    expect(platform.log.map(({ event }) => event)).toContain('KEY_NOT_RENEWED');
    expect(await newest(bundle)).toEqual(await newest(first));
    expect(await answers(bundle)).toBe(true);
  });
});
