import { smallRemainders } from './small-primes.ts';

/**
 * ROCA (Nemec, Sys, Svenda, Klinec, Matyas: "The Return of Coppersmith's Attack", ACM CCS 2017; CVE-2017-15361).
 * The flawed library made primes of the form k * M + (65537^a mod M), M the product of the first primes, so a weak
 * modulus N is a power of 65537 modulo M. The smallest M in use is that of the first 39 primes (up to 167); it
 * divides the others, so one test serves every key size. A random modulus passes as weak with probability 2^-154.
 */
const GENERATOR = 65537;
const LARGEST_PRIME = 167;

interface Congruence {
  readonly residue: bigint;
  readonly modulus: bigint;
}

/** Discrete logarithm to base 65537 modulo a small prime, modulo the order of 65537; undefined when there is none. */
function smallLogarithm(remainder: number, prime: number): Congruence | undefined {
  let power = 1;
  let found: number | undefined;
  let exponent = 0;
  do {
    if (power === remainder) found = exponent;
    power = (power * (GENERATOR % prime)) % prime;
    exponent += 1;
  } while (power !== 1);
  return found === undefined ? undefined : { residue: BigInt(found), modulus: BigInt(exponent) };
}

/** Both congruences as one (Chinese remainder theorem for moduli with common factors); undefined when they clash. */
function combine(left: Congruence, right: Congruence): Congruence | undefined {
  for (let step = 0n; step < right.modulus; step += 1n) {
    const residue = left.residue + step * left.modulus;
    if (residue % right.modulus === right.residue) {
      return { residue, modulus: leastCommonMultiple(left.modulus, right.modulus) };
    }
  }
  return undefined;
}

function leastCommonMultiple(left: bigint, right: bigint): bigint {
  let [divisor, rest] = [left, right];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return (left / divisor) * right;
}

/**
 * The exponent a with N = 65537^a modulo the product of the first 39 primes (Pohlig-Hellman: one small logarithm per
 * prime, joined), or undefined when N is not such a power, as for every sound key. Sound keys leave at once.
 */
export function rocaLogarithm(modulus: bigint): Congruence | undefined {
  let joined: Congruence = { residue: 0n, modulus: 1n };
  for (const [prime, remainder] of smallRemainders(modulus)) {
    if (prime > LARGEST_PRIME) break;
    const logarithm = smallLogarithm(remainder, prime);
    const next = logarithm === undefined ? undefined : combine(joined, logarithm);
    if (next === undefined) return undefined;
    joined = next;
  }
  return joined;
}

/** Whether a modulus carries the ROCA fingerprint. */
export function isRocaWeak(modulus: bigint): boolean {
  return rocaLogarithm(modulus) !== undefined;
}
