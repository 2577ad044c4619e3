/*
 * Noise scales travel as decimal text of six significant digits, so that both languages hold the very same value.
 */

const DIGITS = 6;
const SMALLEST_SIX_DIGIT_NUMBER = 10 ** (DIGITS - 1);
/** From here on plain notation would be mostly zeros. */
const PLAIN_BELOW = 1e21;

/**
 * The smallest decimal of six significant digits that reads back as a number not below `value`.
 * Plain notation with all six digits (`12.3400`, `1234570`, `0.000123457`).
 */
export function ceilToSixDigits(value: number): string {
  if (!Number.isFinite(value) || value <= 0) {
    throw new RangeError(`A scale is a finite number above zero; got ${value}.`);
  }
  const { units, exponent } = split(value);
  return write(toNumber(units, exponent) < value ? units + 1 : units, exponent);
}

/** The largest decimal of six significant digits that is not above `value`, as a number. */
export function floorToSixDigits(value: number): number {
  const { units, exponent } = split(value);
  const nearest = toNumber(units, exponent);
  return nearest <= value ? nearest : toNumber(units - 1, exponent);
}

/** Whether two positive numbers differ by at most one unit in the sixth significant digit of `reference`. */
export function withinOneSixthDigit(value: number, reference: number): boolean {
  const unit = toNumber(1, split(reference).exponent);
  return Math.abs(value - reference) <= unit * (1 + 1e-9);
}

/** `value` is about `units * 10^exponent` with six digits in `units`, rounded to nearest. */
function split(value: number): { units: number; exponent: number } {
  const [mantissa = '', exponent = ''] = value.toExponential(DIGITS - 1).split('e');
  return { units: Number(mantissa.replace('.', '')), exponent: Number(exponent) - (DIGITS - 1) };
}

function toNumber(units: number, exponent: number): number {
  return Number(`${units}e${exponent}`);
}

function write(units: number, exponent: number): string {
  if (toNumber(units, exponent) >= PLAIN_BELOW) {
    return `${units / SMALLEST_SIX_DIGIT_NUMBER}e+${exponent + DIGITS - 1}`;
  }
  const digits = String(units);
  if (exponent >= 0) return digits + '0'.repeat(exponent);
  const padded = digits.padStart(1 - exponent, '0');
  return `${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}
