/**
 * Renyi divergence of whole order `a` of one Gaussian release over a Poisson sample at rate `q`, noise `sigma` times
 * the sensitivity: `ln( sum_k C(a,k) (1-q)^(a-k) q^k exp(k(k-1) / (2 sigma^2)) ) / (a-1)`
 * (Mironov, Talwar, Zhang 2019, section 3.3; Wang, Balle, Kasiviswanathan 2019).
 *
 * The binomial weights sum to one, so each exponential is taken less one: what is left is positive, term by term, and
 * a divergence of 1e-12 keeps its digits. Terms are added as logarithms, so none overflows.
 */
export function poissonGaussianDivergence(order: number, q: number, sigma: number): number {
  if (q === 0) return 0;
  if (q === 1) return order / (2 * sigma * sigma);
  const logs: number[] = [];
  let binomial = order;
  for (let k = 2; k <= order; k += 1) {
    binomial *= (order - k + 1) / k;
    const weight = Math.log(binomial) + (order - k) * Math.log1p(-q) + k * Math.log(q);
    logs.push(weight + logExpm1((k * (k - 1)) / (2 * sigma * sigma)));
  }
  return log1pExp(logSum(logs)) / (order - 1);
}

/** ln(e^x - 1) for x > 0. */
function logExpm1(x: number): number {
  return x < 30 ? Math.log(Math.expm1(x)) : x + Math.log1p(-Math.exp(-x));
}

/** ln(1 + e^x). */
function log1pExp(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

function logSum(logs: readonly number[]): number {
  const largest = Math.max(...logs);
  if (largest === -Infinity) return -Infinity;
  return largest + Math.log(logs.reduce((sum, log) => sum + Math.exp(log - largest), 0));
}
