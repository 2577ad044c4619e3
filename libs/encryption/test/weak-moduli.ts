import { isProbablePrime, power, randomOdd } from './textbook-rsa.ts';

/** The first primes, smallest first. */
export function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number += 1) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return primes;
}

const product = (primes: readonly number[]): bigint => primes.reduce((all, prime) => all * BigInt(prime), 1n);

/**
 * A prime as the flawed library made it (Nemec et al. 2017, section 2): k * M + (65537^a mod M), with the M of the
 * first 126 primes that it used for primes of 1024 bits, and k filling the rest.
 */
function rocaPrime(bits: number): bigint {
  const primorial = product(firstPrimes(126));
  const highestK = 2n ** BigInt(bits) / primorial;
  for (;;) {
    const k = (highestK * randomOdd(64)) / 2n ** 64n;
    const candidate = k * primorial + power(65537n, randomOdd(256), primorial);
    const highest = candidate >> BigInt(bits - 2);
    if (highest === 3n && isProbablePrime(candidate)) return candidate;
  }
}

/** A modulus of two such primes, as on the cards and passports of CVE-2017-15361. */
export function rocaModulus(bits: number): bigint {
  return rocaPrime(bits / 2) * rocaPrime(bits / 2);
}

/** A random number of this size, with or without a factor below 752. */
export function oddNumber(bits: number, smallFactor: 'with a small factor' | 'without'): bigint {
  const small = firstPrimes(132);
  for (;;) {
    const number = randomOdd(bits);
    const divisible = small.some((prime) => number % BigInt(prime) === 0n);
    if (divisible === (smallFactor === 'with a small factor')) return number;
  }
}
