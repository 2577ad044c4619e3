const FLOOR = 0.0001;

/** A part of the account: 0.66 %, 6.2 %, 12 %; below 0.01 % no digits are pretended. */
export function shareText(share: number): string {
  if (share <= 0) return '0 %';
  if (share < FLOOR) return 'under 0.01 %';
  const percent = share * 100;
  return `${percent >= 10 ? percent.toFixed(0) : percent >= 1 ? percent.toFixed(1) : percent.toFixed(2)} %`;
}

/** A part that is a bound: said exactly, not rounded as a spend is. */
export function boundText(share: number): string {
  return share >= FLOOR ? `${Number((share * 100).toPrecision(6))} %` : shareText(share);
}

/** What stays of an account, to a tenth of a percent; never 100 % when something was used. */
export function leftText(share: number): string {
  const tenths = share >= 1 ? 1000 : Math.floor(share * 1000);
  return `${(Math.max(tenths, 0) / 10).toFixed(1)} %`;
}

/** "More like this", rounded down to two digits: 93, 290, 1,200. */
export function moreText(more: number): string {
  if (more < 100) return String(Math.floor(more));
  const unit = 10 ** (Math.floor(Math.log10(more)) - 1);
  return (Math.floor(more / unit) * unit).toLocaleString('en');
}

/** An epsilon to two significant digits, as people read it: 0.70, 1, 0.031. */
export function epsilonText(epsilon: number): string {
  if (epsilon === 0) return '0';
  const text = epsilon >= 0.001 ? epsilon.toPrecision(2) : epsilon.toExponential(1);
  return text.replace(/\.0$/, '');
}

/** A very small number as people write it: 1e-6. */
export function smallText(value: number): string {
  return value > 0 && value < 0.001 ? value.toExponential().replace(/\.0+e/, 'e') : String(value);
}
