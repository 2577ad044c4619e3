import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyCase } from '../../test/cases/key-cases.ts';
import { readFixture } from '../../test/read-fixtures.ts';
import { power, randomOdd, toNumber } from '../../test/textbook-rsa.ts';
import { firstPrimes, rocaModulus } from '../../test/weak-moduli.ts';
import { isRocaWeak, rocaLogarithm } from './roca.ts';
import { smallRemainders } from './small-primes.ts';

const { cases } = readFixture('public-keys.json') as { cases: KeyCase[] };
const PRIMORIAL = firstPrimes(39).reduce((product, prime) => product * BigInt(prime), 1n);

function modulusOf(name: string): bigint {
  return toNumber((cases.find((known) => known.name === name)!.jwk as { n: string }).n);
}

describe('the ROCA fingerprint', () => {
  it('is found on moduli made as the flawed library made them', () => {
    expect(isRocaWeak(modulusOf('modulus with the ROCA structure'))).toBe(true);
    expect(isRocaWeak(rocaModulus(2048))).toBe(true);
  });

  it('gives back the exponent of every power of 65537, up to the order', () => {
    const order = rocaLogarithm(1n)!.modulus;
    expect(power(65537n, order, PRIMORIAL)).toBe(1n);
    const property = fc.property(
      fc.bigInt({ min: 0n, max: order - 1n }),
      fc.bigInt({ min: 0n, max: 2n ** 1800n }),
      (a, k) => {
        const found = rocaLogarithm(k * PRIMORIAL + power(65537n, a, PRIMORIAL));
        expect(found).toEqual({ residue: a, modulus: order });
      },
    );
    fc.assert(property, { numRuns: 100 });
  });

  it('is missing from sound moduli of every size', () => {
    for (const bits of [2048, 3072, 4096]) expect(isRocaWeak(modulusOf(`modulus of ${bits} bits`))).toBe(false);
  });

  it('is missing from random numbers', () => {
    for (let run = 0; run < 500; run += 1) expect(isRocaWeak(randomOdd(2048))).toBe(false);
  });

  it('control: a look at one prime alone would call sound moduli weak', () => {
    const powers = new Set([1, 10]);
    const looksWeak = (modulus: bigint): boolean => powers.has(Number(modulus % 11n));
    const verdicts = Array.from({ length: 200 }, () => looksWeak(randomOdd(2048)));
    expect(verdicts).toContain(true);
    expect(verdicts).toContain(false);
  });
});

describe('remainders by small primes', () => {
  it('are those of plain division, for all 132 primes below 752 but 2', () => {
    const number = randomOdd(2048);
    const primes = firstPrimes(133).slice(1, 132);
    expect([...smallRemainders(number)]).toEqual(
      firstPrimes(200)
        .filter((prime) => prime > 2 && prime < 752)
        .map((prime) => [prime, Number(number % BigInt(prime))]),
    );
    expect(primes).toHaveLength(131);
  });
});
