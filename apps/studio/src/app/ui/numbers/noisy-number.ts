type End = number | string | null | undefined;

/** A number that came through noise, ready to be read: both parts end at the same place. */
export interface NoisyText {
  readonly value: string;
  /** Without the sign; undefined where an interval has an open end. */
  readonly halfWidth: string | undefined;
}

/** Half of an interval, on its wider side; infinite where an end is open. */
export function halfWidthOf(value: number, interval: readonly [End, End] | null | undefined): number {
  const [low, high] = interval ?? [null, null];
  if (low === null || low === undefined || high === null || high === undefined) return Infinity;
  return Math.max(value - Number(low), Number(high) - value);
}

/** 40.58 ± 0.14, 47.0 ± 3.6, 29 ± 30: two significant digits of the half-width, the value to the same place. */
export function noisyText(value: number, halfWidth: number): NoisyText {
  if (!Number.isFinite(halfWidth)) return { value: exactText(value), halfWidth: undefined };
  const decimals = decimalsOf(halfWidth);
  return { value: rounded(value, decimals), halfWidth: rounded(halfWidth, decimals) };
}

/** A half-width alone, to two significant digits. */
export function halfWidthText(halfWidth: number): string {
  return rounded(halfWidth, decimalsOf(halfWidth));
}

/** Exact and public numbers: as they are, in groups of three digits. */
export function exactText(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 12 });
}

/** Places behind the point (negative: before it) at which two digits of a half-width end. */
function decimalsOf(halfWidth: number): number {
  if (halfWidth === 0) return 0;
  // Of 0.0996 the two digits are 0.10: what rounding carries over counts.
  return 1 - Math.floor(Math.log10(Number(halfWidth.toPrecision(2))));
}

function rounded(value: number, decimals: number): string {
  const unit = 10 ** -decimals;
  // A count is not rounded to hundreds on screen only because its noise is wide, but its last digits say nothing.
  const whole = decimals < 0 ? Math.round(value / unit) * unit : value;
  const places = Math.min(Math.max(decimals, 0), 20);
  const text = whole.toLocaleString('en', { minimumFractionDigits: places, maximumFractionDigits: places });
  return text.replace(/^-/, '−').replace(/^−(0(\.0+)?)$/, '$1');
}
