import { AccountTerms } from '@dq0/protocol';
import type { Decisions } from './dataset-facts.ts';
import type { Draft } from './draft.ts';
import type { Findings } from './finding.ts';
import { asNumber, type Member } from './members.ts';
import type { SourceTree } from './source-tree.ts';

const WRITE_ACCOUNT = 'Name the account of these people, for example --account us-1994.';
const WRITE_BUDGET = 'Write budget: { epsilon: E, delta: D }, or give --epsilon E --delta D.';
const FOR_LIFE = 'It holds for the life of these people and cannot be changed later.';

/** Account and budget: from flags, else a budget that all tables of the source agree on; never a number of ours. */
export function accountAndBudget(tree: SourceTree, decisions: Decisions, findings: Findings): Draft {
  if (decisions.account === undefined) {
    const why = 'People have one budget account, whatever data sets they are in; no source knows it.';
    findings.gap('account', null, 'The budget account is missing.', why, WRITE_ACCOUNT);
  }
  const epsilon = budgetPart(tree, 'epsilon', ['budget_epsilon', 'budget_epilon'], decisions.epsilon, findings);
  const delta = budgetPart(tree, 'delta', ['budget_delta'], decisions.delta, findings);
  return {
    ...(decisions.account === undefined ? {} : { account: decisions.account }),
    ...(epsilon === undefined && delta === undefined
      ? {}
      : { budget: { ...(epsilon === undefined ? {} : { epsilon }), ...(delta === undefined ? {} : { delta }) } }),
  };
}

/** @param names under which a table has it; the second is a spelling that occurs in old files */
function budgetPart(
  { tables }: SourceTree,
  part: 'epsilon' | 'delta',
  names: readonly string[],
  decided: number | undefined,
  findings: Findings,
): number | undefined {
  const path = `budget.${part}`;
  const written = tables.flatMap(({ members }) => names.flatMap((name) => members.take(name) ?? []));
  if (decided !== undefined) {
    for (const { source } of written) findings.dropped(path, source, part, `Given by --${part}.`, 'Nothing to do.');
    return decided;
  }
  const [first, ...others] = [...new Set(written.map(({ value }) => asNumber(value)))];
  if (first === undefined || others.length > 0 || !AccountTerms.shape[part].safeParse(first).success) {
    tellUnusable(written, path, findings);
    findings.gap(path, written[0]?.source ?? null, `The ${part} of the budget is missing.`, FOR_LIFE, WRITE_BUDGET);
    return undefined;
  }
  const what = `The budget's ${part} is ${first}.`;
  const why = `There it was the budget of a table. ${FOR_LIFE}`;
  findings.decide(path, written[0]?.source ?? null, what, why, `Choose it with --${part}.`);
  return first;
}

function tellUnusable(written: readonly Member[], path: string, findings: Findings): void {
  for (const { source } of written) {
    const why = 'Budgets of tables differ, or are none that an account can have.';
    findings.dropped(path, source, 'the budget of a table', why, WRITE_BUDGET);
  }
}
