export interface Preset {
  readonly name: string;
  readonly epsilon: string;
  readonly about: string;
}

/** Budgets that owners choose among, in plain words. */
export const PRESETS: readonly Preset[] = [
  { name: 'Careful', epsilon: '1', about: 'Few, rough answers. Health, children, small towns.' },
  { name: 'Balanced', epsilon: '4', about: 'A study or two. Most surveys.' },
  { name: 'Generous', epsilon: '10', about: 'Old or widely known data.' },
];

/** Factors from here on are said as a power of ten. */
const LARGE = 1e9;

/** How much surer answers of this epsilon can make someone: the factor e^epsilon to three digits, never rounded down. */
export function factorText(epsilon: number): string {
  if (!(epsilon > 0)) return 'unknown';
  const factor = Math.exp(epsilon);
  if (factor >= LARGE) return `10^${Math.ceil(epsilon / Math.LN10)}`;
  const unit = 10 ** (Math.floor(Math.log10(factor)) - 2);
  return plain(Math.ceil(factor / unit) * unit, 2);
}

/** A chance as people say it, never smaller than it is: 1 in 10 million. */
export function chanceText(delta: number): string {
  if (!(delta > 0)) return 'unknown';
  // Twelve digits: a chance of 1e-5 is 1 in 100,000, though binary fractions put a little less there.
  const times = Number((1 / delta).toPrecision(12));
  return times >= 1e6
    ? `1 in ${plain(Math.floor(times / 1e5) / 10, 1)} million`
    : `1 in ${plain(Math.floor(times), 0)}`;
}

function plain(value: number, digits: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

/** An error before it is known how large the answer is: a number, or nothing. */
export function widthText(halfWidth: number | null): string {
  return halfWidth === null ? '' : `± ${Number(halfWidth.toPrecision(2)).toLocaleString('en')}`;
}
