import { chmodSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { GatewayProcess } from './gateway-process.ts';
import { Quarantine } from './quarantine.ts';
import { searchAs, type Target } from './second-user.ts';

const quarantine = new Quarantine(inject('home'));
const NOBODY = 65_534;
const root = process.getuid?.() === 0;
const WITHOUT = root ? '' : ' (skipped: only root can become another user)';
/** What the product writes; the rest of this folder is written by tests. */
const PRODUCT = /^(demo|gateway|logs|mail|platform|profiles|proxy|redis|run|service)(\/|\.json$|$)/;

let gateway: GatewayProcess;
let target: Target;
let mode: number;

describe.skipIf(!root)(`another user of the same computer${WITHOUT}`, () => {
  beforeAll(async () => {
    gateway = await GatewayProcess.start(quarantine, ['server', 'start', '--profile', 'scientist']);
    const token = readFileSync(gateway.announced['tokenFile'] ?? '', 'utf8').trim();
    const login = readFileSync(path.join(quarantine.home, 'profiles', 'scientist', 'login.json'), 'utf8');
    const held = (JSON.parse(login) as { token: string }).token;
    target = {
      home: quarantine.home,
      url: `http://127.0.0.1:${gateway.port}`,
      secrets: [token, held],
      paths: ['/v1/datasets', '/v1/session', '/v1/users/me'],
    };
    // The folder itself may be open, as one in a checkout is: then each part must protect itself.
    mode = statSync(quarantine.home).mode;
    chmodSync(quarantine.home, 0o755);
  });
  afterAll(async () => {
    chmodSync(quarantine.home, mode & 0o777);
    await gateway.stop();
  });

  it('reads no key, token, record, log or data of the product, lists none and enters no socket', async () => {
    const loot = await searchAs(NOBODY, target);
    expect(loot.files.filter((file) => PRODUCT.test(file))).toEqual([]);
    expect(loot.folders.filter((folder) => PRODUCT.test(folder))).toEqual([]);
    expect(loot.files.filter((file) => file.startsWith('data/'))).toEqual([]);
    expect(loot.sockets).toEqual([]);
  });

  it('finds no token in a command line or an environment, and is not known to the gateway', async () => {
    const loot = await searchAs(NOBODY, target);
    expect(loot.processes).toEqual([]);
    expect(loot.replies).toEqual({ '/v1/datasets': 401, '/v1/session': 401, '/v1/users/me': 401 });
  });

  it('while the same search with the rights of the user finds all of it (control)', async () => {
    const loot = await searchAs(undefined, { ...target, secrets: [quarantine.home] });
    expect(loot.files).toContain('profiles/scientist/identity.key');
    expect(loot.files).toContain('platform/platform.sqlite');
    expect(loot.files.some((file) => /^gateway\/\d+\.token$/.test(file))).toBe(true);
    expect(loot.folders).toContain('profiles/scientist');
    expect(loot.sockets.length).toBeGreaterThanOrEqual(2);
    expect(loot.processes.length).toBeGreaterThan(0);
  });
});
