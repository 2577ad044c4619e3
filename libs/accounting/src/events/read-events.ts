import { z } from 'zod';
import { repetitionsOf } from '../losses/repetitions.ts';
import { PrivacyEvent } from './event.ts';

/** One place of a list of events that is wrong, with something that would be right there. */
export interface EventProblem {
  /** `[2].event.sigma`; empty for the whole. */
  readonly path: string;
  readonly message: string;
  readonly example: string;
}

export type EventsReading =
  | { readonly ok: true; readonly events: readonly PrivacyEvent[] }
  | { readonly ok: false; readonly problems: readonly EventProblem[] };

/** Events in a list, those inside others included. */
export const MOST_EVENTS = 10_000;
/** Objects and lists inside each other. */
export const DEEPEST = 64;
/** Releases of all events together. */
export const MOST_RELEASES = 10n ** 18n;
const MOST_PROBLEMS = 20;

/** Real numbers and large integers travel as text; a list that is written by hand may hold them as numbers. */
const TEXT_MEMBERS = ['sigma', 'l2Squared', 'sensitivity', 'scale', 'l1', 'epsilon', 'rho', 'q', 'delta'] as const;

/** One event of every kind. */
export const EVENT_EXAMPLES: Readonly<Record<PrivacyEvent['kind'], PrivacyEvent>> = {
  discrete_laplace: { kind: 'discrete_laplace', scale: '20', l1: '1' },
  discrete_gaussian: { kind: 'discrete_gaussian', sigma: '20', l2Squared: '1' },
  gaussian: { kind: 'gaussian', sigma: '2.5', sensitivity: '1' },
  pure: { kind: 'pure', epsilon: '0.1' },
  zcdp: { kind: 'zcdp', rho: '0.05' },
  poisson_gaussian: { kind: 'poisson_gaussian', q: '0.01', sigma: '1.3', steps: 1000 },
  additive_delta: { kind: 'additive_delta', delta: '1e-9' },
  self_composed: { kind: 'self_composed', count: 200, event: { kind: 'discrete_laplace', scale: '20', l1: '1' } },
  composed: {
    kind: 'composed',
    events: [
      { kind: 'pure', epsilon: '0.1' },
      { kind: 'zcdp', rho: '0.05' },
    ],
  },
};

/** Reads a list of events from parsed JSON, in bounded time whatever it holds. */
export function readEvents(value: unknown): EventsReading {
  const example = JSON.stringify([EVENT_EXAMPLES.discrete_laplace]);
  const whole = (message: string): EventsReading => ({ ok: false, problems: [{ path: '', message, example }] });
  if (!Array.isArray(value)) return whole('a JSON list of privacy events is expected');
  const size = measure(value);
  if (size.depth > DEEPEST) return whole(`events lie deeper inside each other than ${DEEPEST} objects and lists`);
  if (size.objects > MOST_EVENTS) return whole(`there are more than ${MOST_EVENTS} events`);
  const parsed = z.array(PrivacyEvent).safeParse(value.map(withTexts));
  if (!parsed.success) {
    return { ok: false, problems: parsed.error.issues.slice(0, MOST_PROBLEMS).map((issue) => problemOf(issue, value)) };
  }
  const releases = repetitionsOf(parsed.data).reduce((sum, { count }) => sum + count, 0n);
  if (releases > MOST_RELEASES) return whole(`together they stand for more than ${MOST_RELEASES} releases`);
  return { ok: true, events: parsed.data };
}

/** Objects in a value and how deep it goes, without recursion. */
function measure(value: unknown): { objects: number; depth: number } {
  let [objects, depth] = [0, 0];
  const waiting: [value: unknown, depth: number][] = [[value, 1]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [current, level] = next;
    if (current === null || typeof current !== 'object') continue;
    depth = Math.max(depth, level);
    if (!Array.isArray(current)) objects += 1;
    if (depth > DEEPEST || objects > MOST_EVENTS) break;
    for (const inner of Object.values(current)) waiting.push([inner, level + 1]);
  }
  return { objects, depth };
}

/** Numbers become the shortest decimal text that reads back as them. */
function withTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withTexts);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const isNumber = typeof inner === 'number' && (TEXT_MEMBERS as readonly string[]).includes(name);
      return [name, isNumber ? textOf(inner) : withTexts(inner)];
    }),
  );
}

function textOf(value: number): string {
  return Number.isSafeInteger(value) ? value.toFixed(0) : String(value);
}

function problemOf({ code, path, message }: z.core.$ZodIssue, list: readonly unknown[]): EventProblem {
  const last = path.at(-1);
  const kind = kindAt(list, last === 'kind' ? path.slice(0, -1) : path);
  const example = EVENT_EXAMPLES[kind ?? 'discrete_laplace'];
  const kinds = Object.keys(EVENT_EXAMPLES).join(', ');
  const expected = code === 'invalid_union' ? `the kind must be one of: ${kinds}` : lowerFirst(message);
  return { path: pathText(path), message: expected, example: JSON.stringify(example) };
}

/** The kind of the innermost event around a place. */
function kindAt(list: readonly unknown[], path: readonly PropertyKey[]): PrivacyEvent['kind'] | undefined {
  let current: unknown = list;
  let found: PrivacyEvent['kind'] | undefined;
  for (const step of path) {
    current =
      current !== null && typeof current === 'object' ? (current as Record<PropertyKey, unknown>)[step] : undefined;
    const kind = (current as { kind?: unknown } | null | undefined)?.kind;
    if (typeof kind === 'string' && Object.hasOwn(EVENT_EXAMPLES, kind)) found = kind as PrivacyEvent['kind'];
  }
  return found;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
