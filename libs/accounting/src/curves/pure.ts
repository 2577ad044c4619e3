/**
 * Renyi divergence of order `a` that any pure `epsilon`-private mechanism stays within:
 * `ln(p^a q^(1-a) + q^a p^(1-a)) / (a-1)` with `p = e^epsilon / (1 + e^epsilon)`, `q = 1 - p` (randomised response is
 * the worst case; Kairouz, Oh, Viswanath 2015). Discrete Laplace of L1 sensitivity 1 attains it.
 *
 * Written as `ln(cosh((a - 1/2) eps) / cosh(eps / 2)) / (a-1)`, which loses no digits for small or large epsilon.
 */
export function pureDivergence(order: number, epsilon: number): number {
  const larger = (order - 0.5) * epsilon;
  const smaller = epsilon / 2;
  if (larger < SINH_SAFE_BELOW) {
    const excess = (2 * Math.sinh((order * epsilon) / 2) * Math.sinh(((order - 1) * epsilon) / 2)) / Math.cosh(smaller);
    return Math.min(epsilon, Math.log1p(excess) / (order - 1));
  }
  const correction = Math.log1p(Math.exp(-2 * larger)) - Math.log1p(Math.exp(-2 * smaller));
  return Math.min(epsilon, epsilon + correction / (order - 1));
}

/** The product of the two hyperbolic sines overflows only far above this. */
const SINH_SAFE_BELOW = 300;
