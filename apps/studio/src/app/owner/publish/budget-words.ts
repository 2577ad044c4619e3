import { moreText } from '../../ui/numbers/share.ts';

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

/** How much surer one release can make someone: the factor e^epsilon, in words. */
export function factorText(epsilon: number): string {
  const factor = Math.exp(epsilon);
  return factor < 10 ? factor.toFixed(1) : moreText(factor);
}

/** A chance as people say it: 1 in 10 million. */
export function chanceText(delta: number): string {
  if (!(delta > 0)) return 'unknown';
  const times = Math.round(1 / delta);
  return times >= 1e6
    ? `1 in ${(times / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} million`
    : `1 in ${times.toLocaleString('en')}`;
}

/** An error before it is known how large the answer is: a number, or nothing. */
export function widthText(halfWidth: number | null): string {
  return halfWidth === null ? '' : `± ${Number(halfWidth.toPrecision(2)).toLocaleString('en')}`;
}
