/** Cedar's decimals have four digits behind the point. */
const PARTS = 10_000;
/** Larger than any epsilon, and still a decimal. */
const LARGEST = 1e12;
/** A sum of doubles may miss a whole number of parts by this much. */
const SLACK = 1e-7;

/** Never less than the value. */
export function decimalUp(value: number): string {
  return text(Math.ceil(value * PARTS - SLACK));
}

/** Never more than the value. */
export function decimalDown(value: number): string {
  return text(Math.floor(value * PARTS + SLACK));
}

/** Whether a number can be written as it is. */
export function isDecimal(value: number): boolean {
  return Math.abs(value * PARTS - Math.round(value * PARTS)) < SLACK && Math.abs(value) <= LARGEST;
}

/** The shortest text of a number that can be written as it is, for people: 0.5 and not 0.5000. */
export function shortDecimal(value: number): string {
  return Number(value.toFixed(4))
    .toFixed(4)
    .replace(/0{1,3}$/, '');
}

/** A delta in units of 1e-15, never less than it. */
export function femto(delta: number): number {
  return Math.ceil(Math.min(delta, 1) * 1e15);
}

function text(parts: number): string {
  return (Math.min(parts, LARGEST * PARTS) / PARTS).toFixed(4);
}
