import type { Api } from '../data-access/api.ts';
import { budgetDataset } from '../data-access/operations.ts';
import { asProblem, type ProblemCode } from '../data-access/problem.ts';
import type { OutputOf } from '../data-access/route.ts';

/** Of a data set that is seen: one may not know its budget, or it is seen no more. */
const NOT_SHOWN: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['ACCESS_DENIED', 'DATASET_UNKNOWN']);

/**
 * The account behind a data set, undefined where it is not shown to this person. Whatever else fails is thrown: an
 * account that could not be read must not look like one that is not there.
 * @throws Problem
 */
export async function shownBudget(
  api: Api,
  dataset: string,
  abort: AbortSignal,
): Promise<OutputOf<typeof budgetDataset> | undefined> {
  try {
    return await api.call(budgetDataset, { dataset }, abort);
  } catch (failure) {
    if (NOT_SHOWN.has(asProblem(failure).code)) return undefined;
    throw failure;
  }
}
