/** The odd primes below a limit, by the sieve of Eratosthenes. */
function oddPrimesBelow(limit: number): readonly number[] {
  const composite = new Uint8Array(limit);
  const primes: number[] = [];
  for (let candidate = 3; candidate < limit; candidate += 2) {
    if (composite[candidate] === 1) continue;
    primes.push(candidate);
    for (let multiple = candidate * candidate; multiple < limit; multiple += candidate) composite[multiple] = 1;
  }
  return primes;
}

/** NIST SP 800-89, 5.3.3: a modulus has no factor smaller than 752. */
export const SMALL_ODD_PRIMES = oddPrimesBelow(752);

interface PrimeGroup {
  readonly product: bigint;
  readonly primes: readonly number[];
}

/** Products below 2^32: one division of the big number serves several primes. */
function grouped(primes: readonly number[]): readonly PrimeGroup[] {
  const groups: { product: number; primes: number[] }[] = [{ product: 1, primes: [] }];
  for (const prime of primes) {
    const last = groups.at(-1);
    if (last === undefined || last.product * prime >= 2 ** 32) groups.push({ product: prime, primes: [prime] });
    else {
      last.product *= prime;
      last.primes.push(prime);
    }
  }
  return groups.map(({ product, primes: members }) => ({ product: BigInt(product), primes: members }));
}

const GROUPS = grouped(SMALL_ODD_PRIMES);

/** The remainder of a number by each small odd prime, as pairs [prime, remainder], smallest prime first. */
export function* smallRemainders(number: bigint): Generator<readonly [prime: number, remainder: number]> {
  for (const { product, primes } of GROUPS) {
    const rest = Number(number % product);
    for (const prime of primes) yield [prime, rest % prime];
  }
}
