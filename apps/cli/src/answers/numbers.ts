/** `1234567.5` -> `1,234,567.5`; a text of digits (an integer beyond 2^53) is grouped as it stands. */
export function grouped(value: number | string, decimals?: number): string {
  const text = typeof value === 'string' ? value : plain(value, decimals);
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(text) ?? [];
  return whole === '' ? text : sign + whole.replace(/\B(?=(\d{3})+$)/g, ',') + rest;
}

/** Six significant digits, or the given number of decimals; no trailing noise of binary fractions. */
function plain(value: number, decimals: number | undefined): string {
  if (!Number.isFinite(value)) return String(value);
  if (decimals !== undefined) return value.toFixed(decimals).replace(/^-(0(\.0*)?)$/, '$1');
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(6)));
}

/** Decimals that show a half-width with two digits: what lies below is noise. */
export function decimalsFor(halfWidth: number): number {
  if (!(halfWidth > 0)) return 6;
  return Math.min(9, Math.max(0, 1 - Math.floor(Math.log10(halfWidth))));
}

/** A part of the whole as per cent, two significant digits, more near the whole: `0.0012` -> `0.12 %`. */
export function percent(share: number): string {
  const value = share * 100;
  // Fewer digits near the whole would show 99.96 % as 100 %: what remains must not look like everything.
  const digits = value < 10 ? 2 : value < 90 || value >= 100 ? 3 : 4;
  return `${Number(value.toPrecision(digits))} %`;
}

/** A part that is a bound: said exactly, not rounded as a spend is. */
export function bound(share: number): string {
  return `${Number((share * 100).toPrecision(6))} %`;
}

/** Epsilon and delta as people write them: `0.5`, `1e-7`. */
export function compact(value: number): string {
  const short = Number(value.toPrecision(4));
  return short !== 0 && Math.abs(short) < 1e-3 ? short.toExponential() : String(short);
}

const BAR_WIDTH = 40;

/** A part of the whole as a bar of text. */
export function bar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}]`;
}
