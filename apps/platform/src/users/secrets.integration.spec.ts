import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, PASSWORD, TestPlatform } from '../../testing/test-platform.ts';

/** All bytes of the database, its log and its journal; mail and keys are elsewhere. */
function stored(platform: TestPlatform): string {
  const files = readdirSync(platform.home).map((name) => path.join(platform.home, name));
  return files
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'))
    .join('\n');
}

describe("the platform's file", () => {
  let platform: TestPlatform;
  let token: string;
  let code: string;

  beforeAll(async () => {
    platform = await TestPlatform.start();
    const admin = await platform.admin();
    ({ token } = admin);
    code = await platform.mailedCode(ADMIN);
    await platform.ask(admin.device, 'user.whoami', {}, { token });
  });
  afterAll(() => platform.remove());

  it('holds no password, no token and no enrolment code, not even while it is open', () => {
    const bytes = stored(platform);
    for (const secret of [PASSWORD, token, platform.enrolmentCode]) expect(bytes).not.toContain(secret);
  });

  it('holds no code that was mailed, once it is closed', async () => {
    await platform.down();
    expect(stored(platform)).not.toContain(code);
    await platform.up();
  });

  it('holds addresses: the search finds what is there (positive control)', () => {
    expect(stored(platform)).toContain(ADMIN);
  });
});
