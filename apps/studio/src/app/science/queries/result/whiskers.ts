import type { Colours } from '../../../ui/chart/colours.ts';
import type { Options } from '../../../ui/chart/draw.ts';
import { halfWidthText, noisyText } from '../../../ui/numbers/noisy-number.ts';
import type { Point } from './answer-table.ts';

interface Place {
  value(dimension: number): number;
  coord(point: readonly [number, number]): [number, number];
}
interface Frame {
  readonly coordSys: { readonly x: number; readonly width: number };
}

const DOT = 4.5;
const CAP = 5;

/**
 * Dot and whisker, one row per group in the order of the table. The axis spans the narrow intervals; a whisker that
 * leaves the picture ends in an arrow.
 */
export function whiskers(points: readonly Point[], name: string): (colours: Colours) => Options {
  const [low, high] = span(points);
  return (colours) => ({
    textStyle: { fontFamily: '"Studi0 Sans", sans-serif', fontSize: 11.5 },
    grid: { left: 8, right: 24, top: 28, bottom: 30, containLabel: true },
    aria: { enabled: false },
    tooltip: {
      trigger: 'item',
      confine: true,
      renderMode: 'richText',
      formatter: (at: { dataIndex: number }) => tip(points[at.dataIndex]),
    },
    xAxis: {
      type: 'value',
      min: low,
      max: high,
      position: 'top',
      name,
      nameLocation: 'middle',
      nameGap: -1 * (points.length * 26 + 14),
      nameTextStyle: { color: colours.faint },
      axisLabel: { color: colours.faint, hideOverlap: true },
      splitLine: { lineStyle: { color: colours.line } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: points.map((point) => (point.name.length > 22 ? `${point.name.slice(0, 21)}…` : point.name)),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: colours.ink, interval: 0 },
    },
    series: [
      {
        type: 'custom',
        encode: { x: [0, 2, 3], y: 1 },
        data: points.map(({ value, low: from, high: to, hollow }, at) => [
          value,
          at,
          finite(from, low),
          finite(to, high),
          hollow ? 1 : 0,
        ]),
        renderItem: (frame: Frame, place: Place) => mark(frame, place, colours),
      },
    ],
  });
}

function mark({ coordSys }: Frame, place: Place, colours: Colours): unknown {
  const row = place.value(1);
  const [dot, y] = place.coord([place.value(0), row]);
  const [from] = place.coord([place.value(2), row]);
  const [to] = place.coord([place.value(3), row]);
  const ends = { left: coordSys.x, right: coordSys.x + coordSys.width };
  const line = { stroke: colours.whisker, lineWidth: 2, fill: undefined };
  const path = (...points: [number, number][]): unknown => ({ type: 'polyline', shape: { points }, style: line });
  const end = (x: number, out: boolean, way: 1 | -1): unknown =>
    out ? path([x - way * CAP, y - CAP], [x, y], [x - way * CAP, y + CAP]) : path([x, y - CAP], [x, y + CAP]);
  const left = Math.max(from, ends.left);
  const right = Math.min(to, ends.right);
  const hollow = place.value(4) === 1;
  return {
    type: 'group',
    children: [
      path([left, y], [right, y]),
      end(left, from < ends.left, -1),
      end(right, to > ends.right, 1),
      {
        type: 'circle',
        shape: { cx: dot, cy: y, r: DOT },
        style: { fill: hollow ? colours.surface : colours.answer, stroke: colours.answer, lineWidth: 1.5 },
      },
    ],
  };
}

/** What the picture spans: the intervals that are not far wider than most. */
function span(points: readonly Point[]): [number, number] {
  const widths = points.map(({ low, high }) => high - low).toSorted((one, other) => one - other);
  const usual = widths[Math.floor(widths.length / 2)] ?? 0;
  const narrow = points.filter(({ low, high }) => high - low <= 3 * usual && Number.isFinite(high - low));
  const values = points.map(({ value }) => value);
  const low = Math.min(...values, ...narrow.map((point) => point.low));
  const high = Math.max(...values, ...narrow.map((point) => point.high));
  const room = (high - low) * 0.06 || Math.max(Math.abs(high) * 0.1, 1);
  const unit = 10 ** Math.floor(Math.log10(Math.max(high - low, room)) - 1);
  return [Math.floor((low - room) / unit) * unit, Math.ceil((high + room) / unit) * unit];
}

function finite(end: number, edge: number): number {
  return Number.isFinite(end) ? end : edge + Math.sign(end) * Math.max(Math.abs(edge), 1);
}

function tip(point: Point | undefined): string {
  if (point === undefined) return '';
  const half = (point.high - point.low) / 2;
  const { value } = noisyText(point.value, half);
  return Number.isFinite(half) ? `${point.name}\n${value} ± ${halfWidthText(half)}` : `${point.name}\n${value}`;
}
