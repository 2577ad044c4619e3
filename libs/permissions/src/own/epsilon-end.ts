import { decide, type DecisionRequest } from '../decide.ts';
import type { ReleaseFacts } from '../context.ts';
import { parsedOf } from './read-policy.ts';
import type { Statement } from './statement.ts';

const DECIMAL = /"decimal":\[\{"Value":"(-?\d+\.\d+)"/g;
/** The step between two decimals, for limits that are themselves excluded. */
const STEP = 0.0001;

export type ReleaseRequest = DecisionRequest & {
  readonly context: NonNullable<DecisionRequest['context']> & { readonly release: ReleaseFacts };
};

/**
 * The largest epsilon up to the one of the request that is permitted, or null where none is. Policies change their mind
 * only at numbers that they name, so only those are tried.
 */
export function largestEpsilon(request: ReleaseRequest): number | null {
  const { release, dataset } = request.context;
  const named = (dataset?.own ?? []).flatMap(decimalsOf);
  const tried = [...new Set(named.flatMap((value) => [value, value - STEP, value + STEP]))]
    .map((value) => Number(value.toFixed(4)))
    .filter((value) => value > 0 && value < release.epsilon)
    .sort((one, other) => other - one);
  return [release.epsilon, ...tried].find((epsilon) => permits(request, epsilon)) ?? null;
}

function permits(request: ReleaseRequest, epsilon: number): boolean {
  const release = { ...request.context.release, epsilon };
  return decide({ ...request, context: { ...request.context, release } }).permit;
}

function decimalsOf({ text }: Statement): number[] {
  const json = JSON.stringify(parsedOf(text).map((parsed) => parsed.json.conditions));
  return [...json.matchAll(DECIMAL)].map(([, literal]) => Number(literal));
}
