import type { forecastBudget, Output } from '@dq0/protocol';
import { grouped } from '../answers/numbers.ts';

type Forecast = Output<typeof forecastBudget>;

/** The forecast in one sentence. */
export function outlook({ left, daysLeft, usedUpAt }: Pick<Forecast, 'left' | 'daysLeft' | 'usedUpAt'>): string {
  if (left === 0) return 'Nothing is left.';
  if (daysLeft === null) return 'Nothing was spent in this time; at this pace it lasts for good.';
  if (usedUpAt === null) return 'At this pace it lasts for thousands of years.';
  const rounded = grouped(daysLeft, daysLeft < 10 ? 1 : 0);
  return `At this pace it is used up in ${rounded} days, on ${usedUpAt.slice(0, 10)}.`;
}
