import type { QueryAnswer, QueryPlan, Refusal } from '@dq0/protocol';

type State = QueryAnswer['state'];

const PENDING: ReadonlySet<State> = new Set(['planned', 'reserved', 'queued', 'opened', 'running', 'checking']);
/** The budget itself, or one's own part of it. */
const OVER_BUDGET: ReadonlySet<string> = new Set(['BUDGET_EXCEEDED', 'QUOTA_EXCEEDED']);
const WAITING_FOR_PEOPLE: ReadonlySet<State> = new Set(['waiting_approval', 'in_review']);

/** Whether the answer comes by itself. */
export const isPending = ({ state }: QueryAnswer): boolean => PENDING.has(state);
export const waitsForPeople = ({ state }: QueryAnswer): boolean => WAITING_FOR_PEOPLE.has(state);

/** Exit code of an answer: 0 released or on its way, 1 withheld or cancelled, 3 refused, 5 over budget, 6 waits for people. */
export function exitOfAnswer(answer: QueryAnswer): number {
  if (answer.state === 'refused') return exitOfRefusals(answer.refusals ?? []);
  if (waitsForPeople(answer)) return 6;
  return answer.state === 'withheld' || answer.state === 'cancelled' ? 1 : 0;
}

export const exitOfPlan = ({ accepted, refusals }: QueryPlan): number => (accepted ? 0 : exitOfRefusals(refusals));

/** Over budget is 5 only when nothing else stands in the way. */
function exitOfRefusals(refusals: readonly Refusal[]): number {
  const overBudget = refusals.length > 0 && refusals.every(({ code }) => OVER_BUDGET.has(code));
  return overBudget ? 5 : 3;
}
