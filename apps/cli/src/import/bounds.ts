import type { Draft } from './draft.ts';
import type { Findings } from './finding.ts';
import { asNumber, asText, type Member } from './members.ts';
import type { SourceColumn } from './source-tree.ts';

const NEEDED = 'Without both bounds a column cannot be summed or averaged.';
const FROM_WHERE =
  'A bound must be public knowledge (a law, a form, common sense); one that was read off the data discloses somebody.';
const CONFIRM = 'Say where it comes from; if from the data, write a wider one that is known without them.';
const WRITE_BOTH = 'Write lower and upper from public knowledge.';
const NEEDED_IN_ORDER = 'A lower bound cannot be above the upper one; both were left out.';

type Read = (value: unknown, side: 'lower' | 'upper') => number | string | undefined;

interface Bounds {
  readonly lower: Member | undefined;
  readonly upper: Member | undefined;
}

const takeBounds = ({ members }: SourceColumn): Bounds => ({
  lower: members.take('lower'),
  upper: members.take('upper'),
});

/** Bounds of a whole number; a fraction is widened to the next one, so that no value is cut. */
export function integerBounds(column: SourceColumn, path: string, findings: Findings): Draft {
  const bounds = takeBounds(column);
  const read: Read = (value, side) => {
    const number = asNumber(value);
    const whole = number === undefined ? undefined : side === 'lower' ? Math.floor(number) : Math.ceil(number);
    return Number.isSafeInteger(whole) ? whole : undefined;
  };
  for (const side of ['lower', 'upper'] as const) {
    const written = asNumber(bounds[side]?.value);
    if (written === undefined || Number.isInteger(written)) continue;
    const [at, why] = [bounds[side]?.source ?? null, 'Bounds of an integer are whole; wider keeps every value.'];
    findings.decide(`${path}.${side}`, at, 'The bound was widened to a whole number.', why, 'Check the number.');
  }
  return keepBounds(bounds, read, column, path, findings);
}

export function floatBounds(column: SourceColumn, path: string, findings: Findings): Draft {
  return keepBounds(takeBounds(column), asNumber, column, path, findings);
}

/** Days where both bounds are days, else moments in UTC. */
export function timeBounds(column: SourceColumn, path: string, findings: Findings): Draft {
  const bounds = takeBounds(column);
  const written = [bounds.lower, bounds.upper].flatMap((bound) => (bound === undefined ? [] : [asText(bound.value)]));
  const days = written.length > 0 && written.every((text) => text !== undefined && DAY.test(text));
  const type = days ? 'date' : 'timestamp';
  findings.decide(
    `${path}.type`,
    column.source,
    `Written as ${type}.`,
    days ? 'Its bounds are days.' : 'The source knows only datetime: days, or moments in UTC.',
    days ? 'Write timestamp if the cells hold a time of day.' : 'Write date if the cells are days like 2001-01-31.',
  );
  return { type, ...keepBounds(bounds, days ? dayOf : momentOf, column, path, findings, false) };
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/i;

function dayOf(value: unknown): string | undefined {
  const text = asText(value) ?? '';
  const day = DAY.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? text : undefined;
}

function momentOf(value: unknown): string | undefined {
  const [, day, time = '00:00', zone = 'Z'] = MOMENT.exec(asText(value) ?? '') ?? [];
  if (day === undefined || dayOf(day) === undefined) return undefined;
  const moment = new Date(`${day}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString().replace('.000Z', 'Z');
}

function keepBounds(
  { lower, upper }: Bounds,
  read: Read,
  { source }: SourceColumn,
  path: string,
  findings: Findings,
  summed = true,
): Draft {
  const kept: { lower?: number | string; upper?: number | string } = {};
  for (const [side, bound] of [
    ['lower', lower],
    ['upper', upper],
  ] as const) {
    if (bound === undefined) continue;
    const value = read(bound.value, side);
    if (value !== undefined) kept[side] = value;
    else findings.dropped(`${path}.${side}`, bound.source, `${side} is no value of this type.`, NEEDED, WRITE_BOTH);
  }
  if (kept.lower !== undefined && kept.upper !== undefined && kept.lower > kept.upper) {
    findings.dropped(path, source, 'lower is above upper.', NEEDED_IN_ORDER, WRITE_BOTH);
    return {};
  }
  const sides = (['lower', 'upper'] as const).filter((side) => kept[side] !== undefined);
  if (sides.length > 0) {
    const what = `Taken over: ${sides.map((side) => `${side} ${String(kept[side])}`).join(', ')}.`;
    findings.decide(path, source, what, FROM_WHERE, CONFIRM);
  }
  if (sides.length < 2 && summed) {
    const missing = (['lower', 'upper'] as const).filter((side) => kept[side] === undefined).join(' and ');
    findings.decide(path, source, `${missing} missing.`, NEEDED, WRITE_BOTH);
  }
  return kept;
}
