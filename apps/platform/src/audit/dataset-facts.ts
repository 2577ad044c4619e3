import type { AuditFacts } from '../operations/handler.ts';

/** Facts of a row about several data sets of one owner: the first makes the owner find it, the list is for people. */
export function datasetFacts(names: readonly string[]): AuditFacts {
  return names[0] === undefined ? {} : { dataset: names[0], datasets: names.join(' ') };
}
