import { describe, expect, it } from 'vitest';
import { PasswordHasher } from './password-hasher.ts';

describe('a password hash', () => {
  const hasher = new PasswordHasher();

  it('fits its password, in either spelling of its characters, and no other', async () => {
    const hash = await hasher.hash('caf\u00e9 au lait');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=47104,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await hasher.fits('cafe\u0301 au lait', hash)).toBe(true);
    expect(await hasher.fits('cafe au lait', hash)).toBe(false);
    expect(await hasher.hash('caf\u00e9 au lait')).not.toBe(hash);
  });

  it('takes as long for a user who does not exist', async () => {
    const hash = await hasher.hash('known');
    const time = async (of: string | null): Promise<number> => {
      const since = performance.now();
      expect(await hasher.fits('wrong', of)).toBe(false);
      return performance.now() - since;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      known.push(await time(hash));
      unknown.push(await time(null));
    }
    const median = (times: number[]): number => times.sort((a, b) => a - b)[4] ?? 0;
    // Without the dummy hash it would be a thousandth; the bounds leave room for a busy machine.
    expect(median(unknown) / median(known)).toBeGreaterThan(0.3);
    expect(median(unknown) / median(known)).toBeLessThan(3);
  });
});
