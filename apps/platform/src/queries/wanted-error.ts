import { COUNTED_PARTS, type AcceptedPlan, type PlanAnswer, type Refusal, type WantedError } from '@dq0/protocol';

/** What an error is asked for, and where the search for its price ends. */
export interface Wanted {
  readonly error: WantedError;
  /** Rows that a cell is expected to hold. */
  readonly expect: number | undefined;
  /** The owner's limit for one release: never more than this is tried. */
  readonly limit: number;
}

/** The price found, or why there is none. */
export type Solved =
  { readonly epsilon: number; readonly plan: AcceptedPlan } | { readonly refusals: readonly Refusal[] };

/** So far below the limit the search goes: there an answer is noise alone. */
const SMALLEST_PART = 1e-6;
/** The search ends when it knows epsilon this well. */
const PRECISION = 1.001;
const DIGITS = 3;

/**
 * The smallest epsilon, rounded up to three digits, at which no column of the answer has a larger expected error than
 * wanted. Reads plans alone, so it is free and the same whatever the data hold. `plan` gives the plan at an epsilon.
 */
export async function solveForError(wanted: Wanted, plan: (epsilon: number) => Promise<PlanAnswer>): Promise<Solved> {
  const dearest = await plan(wanted.limit);
  if (!dearest.accepted) return { refusals: dearest.refusals };
  const target = absoluteError(wanted, dearest);
  if (typeof target !== 'number') return { refusals: [target] };
  const excess = (candidate: AcceptedPlan): boolean => largestError(candidate) > target;
  if (excess(dearest)) return { refusals: [unreachable(wanted.limit, largestError(dearest))] };

  let enough = wanted.limit;
  let tooLittle = wanted.limit * SMALLEST_PART;
  while (enough / tooLittle > PRECISION) {
    const middle = Math.sqrt(enough * tooLittle);
    const candidate = await plan(middle);
    if (candidate.accepted && !excess(candidate)) enough = middle;
    else tooLittle = middle;
  }
  for (const epsilon of [roundedUp(enough), enough]) {
    if (epsilon > wanted.limit) continue;
    const found = await plan(epsilon);
    if (found.accepted && !excess(found)) return { epsilon, plan: found };
  }
  return { epsilon: wanted.limit, plan: dearest };
}

/** The wanted error in units of the columns, or the refusal that says what is missing for that. */
function absoluteError({ error, expect }: Wanted, { errors, mechanisms }: AcceptedPlan): number | Refusal {
  if (errors.length === 0) {
    return refusal('ERROR_NOTHING', 'No column of this answer has an error.', 'Ask with an epsilon instead.');
  }
  const open = errors.find(({ halfWidth95 }) => halfWidth95 === null);
  if (open !== undefined) {
    return expect === undefined
      ? refusal(
          'ERROR_OPEN',
          `The error of ${open.column} depends on how many rows a result has.`,
          'Say how many rows you expect in one, for example: expect 1000.',
        )
      : refusal(
          'ERROR_OPEN',
          `The error of ${open.column} depends on the data, so no price can be found for it.`,
          'Ask with an epsilon instead, or leave this column out.',
        );
  }
  if (typeof error === 'number') return error;
  const other = errors.find(({ column }) => !isCount(column, mechanisms));
  if (other !== undefined) {
    return refusal(
      'ERROR_RELATIVE',
      `A percentage is a part of a number of people or rows; ${other.column} is none.`,
      'Give the error in units of the column, for example: error 10.',
    );
  }
  if (expect === undefined) {
    return refusal(
      'ERROR_RELATIVE',
      'A percentage needs to know of what.',
      'Say how many rows you expect in a result, for example: expect 1000. Or give an absolute error.',
    );
  }
  return (Number.parseFloat(error) / 100) * expect;
}

/** A column without noise of its own shares that of another. */
function isCount(column: string, mechanisms: AcceptedPlan['mechanisms']): boolean {
  const own = mechanisms.filter((mechanism) => mechanism.column === column);
  return (own.length > 0 ? own : mechanisms).every(({ part }) => COUNTED_PARTS.has(part));
}

function largestError({ errors }: AcceptedPlan): number {
  return Math.max(...errors.map(({ halfWidth95 }) => halfWidth95 ?? Infinity));
}

function unreachable(limit: number, error: number): Refusal {
  return refusal(
    'ERROR_UNREACHABLE',
    `At the owner's limit of epsilon ${limit} for one release the error is ${Number(error.toPrecision(6))}.`,
    `Ask with error ${Number(error.toPrecision(6))} or more, or about fewer columns at once.`,
  );
}

function refusal(code: string, message: string, remedy: string): Refusal {
  return { code, message, position: null, remedy };
}

function roundedUp(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - DIGITS + 1);
  return Number((Math.ceil(value / unit - 1e-9) * unit).toPrecision(DIGITS));
}
