import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as everything from '../index.ts';
import * as verifying from './index.ts';

const SOURCE = new URL('../', import.meta.url).href;
const IMPORT = /from '([^']+)'/g;

/** All modules that a module reaches, as file names under src or names of packages. */
function reachableFrom(file: URL, seen = new Set<string>()): Set<string> {
  const name = file.href.replace(SOURCE, '');
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    if (target.startsWith('.')) reachableFrom(new URL(target, file), seen);
    else seen.add(target);
  }
  return seen;
}

const ALLOWED =
  /^(verify|digest)\/|^jose$|^jose\/(jws\/compact\/verify|base64url|jwk\/thumbprint)$|^zod$|^@dq0\/protocol$/;

describe('the verify entry', () => {
  it('reaches nothing that seals, opens, signs or holds a private key', () => {
    const reached = [...reachableFrom(new URL('index.ts', import.meta.url))];
    expect(reached.filter((name) => !ALLOWED.test(name))).toEqual([]);
    expect(reached).toContain('verify/outer-header.ts');
  });

  it('control: the main entry reaches what the verify entry may not', () => {
    const reached = [...reachableFrom(new URL('../index.ts', import.meta.url))];
    expect(reached.filter((name) => !ALLOWED.test(name))).toEqual(
      expect.arrayContaining(['seal/open-message.ts', 'keys/private-jwk.ts', 'jose/jwe/compact/decrypt']),
    );
  });

  it('is part of the main entry', () => {
    expect(everything).toMatchObject({ ...verifying });
  });
});
