import { newSlot, PolicySet, type CedarRequest, type Verdict } from '../cedar/policy-set.ts';
import type { Statement } from './statement.ts';

/** So many data sets may be asked in turn before one is parsed again. */
const MOST_PREPARED = 256;
const SEPARATOR = '\u0000';

/** Parsed by content, so that what is asked is always what is stored. */
const prepared = new Map<string, PolicySet>();

/** What the own policies of a data set say; `by` names policies. */
export function askOwn(statements: readonly Statement[], request: CedarRequest): Verdict {
  const verdict = prepare(statements).ask(request);
  if (!('by' in verdict)) return verdict;
  const by = verdict.by.map((id) => statements[Number(id)]?.policy ?? '').sort();
  return { ...verdict, by };
}

function prepare(statements: readonly Statement[]): PolicySet {
  const key = statements.map(({ text }) => text).join(SEPARATOR);
  const known = prepared.get(key);
  if (known !== undefined) {
    prepared.delete(key);
    prepared.set(key, known);
    return known;
  }
  const policies = Object.fromEntries(statements.map(({ text }, index) => [String(index), text]));
  const set = new PolicySet(policies, freeSlot());
  prepared.set(key, set);
  return set;
}

/** A new slot, or that of the set that was not asked for longest. */
function freeSlot(): string {
  if (prepared.size < MOST_PREPARED) return newSlot();
  const [oldest] = prepared;
  if (oldest === undefined) return newSlot();
  prepared.delete(oldest[0]);
  return oldest[1].slot;
}
