import type { Colours } from '../../ui/chart/colours.ts';
import type { Options } from '../../ui/chart/draw.ts';

/** What was left of the account at a time. */
export interface LeftAt {
  readonly time: number;
  readonly left: number;
}

export interface Ahead {
  readonly perDay: number;
  readonly daysLeft: number | null;
}

interface Spend {
  readonly time: string;
  readonly share: number;
  readonly state: string;
}

const DAY = 86_400_000;

/** The steps down to what is left now, oldest first, from the spends that one may see (newest first). */
export function leftOverTime(spends: readonly Spend[], leftNow: number): readonly LeftAt[] {
  let left = leftNow;
  const steps: LeftAt[] = [];
  for (const { time, share, state } of spends) {
    steps.push({ time: Date.parse(time), left });
    if (state !== 'refunded') left += share;
  }
  const first = steps.at(-1);
  return [...steps, ...(first === undefined ? [] : [{ time: first.time - 1, left: Math.min(left, 1) }])].reverse();
}

/** A line that goes down in steps, and a dashed one at the present pace; never smoothed. */
export function burnDown(steps: readonly LeftAt[], now: number, ahead: Ahead): (colours: Colours) => Options {
  const today: LeftAt = { time: now, left: steps.at(-1)?.left ?? 1 };
  const days =
    ahead.daysLeft === null ? 0 : Math.min(ahead.daysLeft, 2 * Math.max(30, (now - (steps[0]?.time ?? now)) / DAY));
  const then: LeftAt = { time: now + days * DAY, left: Math.max(0, today.left - days * ahead.perDay) };
  const percent = ({ time, left }: LeftAt): [number, number] => [time, Number((left * 100).toFixed(3))];
  return (colours) => ({
    textStyle: { fontFamily: '"Studi0 Sans", sans-serif', fontSize: 11.5 },
    grid: { left: 8, right: 24, top: 16, bottom: 8, containLabel: true },
    xAxis: {
      type: 'time',
      axisLabel: { color: colours.faint, hideOverlap: true },
      axisLine: { lineStyle: { color: colours.line } },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: 100,
      axisLabel: { color: colours.faint, formatter: '{value} %' },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: [
      {
        type: 'line',
        step: 'end',
        symbol: 'none',
        data: [...steps, today].map(percent),
        lineStyle: { color: colours.cost, width: 2 },
        areaStyle: { color: colours.costSoft, opacity: 1 },
      },
      ...(days > 0
        ? [
            {
              type: 'line',
              symbol: 'none',
              data: [today, then].map(percent),
              lineStyle: { color: colours.cost, width: 2, type: 'dashed' },
            },
          ]
        : []),
    ],
  });
}
