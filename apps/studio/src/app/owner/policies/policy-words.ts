import type { PolicyAnswer, PolicyForm, PolicyRecord } from '@dq0/protocol';
import { endText } from '@dq0/protocol/ends';
import { boundText } from '../../ui/numbers/share.ts';

/** What a policy may speak about, in words. */
export const ACTIONS: readonly (readonly [action: string, words: string])[] = [
  ['query:run', 'ask'],
  ['query:plan', 'see prices'],
  ['dataset:budget', 'see what is left'],
  ['budget:show', 'see the account'],
  ['budget:history', 'see own spends'],
  ['budget:forecast', 'see the forecast'],
  ['access:request', 'request access'],
];

/** "data-scientist may ask census with epsilon at most 0.5 until the end of 2027-06-30 (UTC); each person at most 10 % of the account" */
export function formText({ group, user, epsilon, purpose, until, share }: PolicyForm, dataset: string): string {
  const bound = epsilon === null ? '' : ` with epsilon at most ${epsilon}`;
  const what = purpose === null ? '' : ` for ${purpose}`;
  const end = until === null ? '' : ` until ${endText(until)}`;
  const each =
    share === null ? '' : `; ${user === undefined ? 'each person ' : ''}at most ${boundText(share)} of the account`;
  return `${user ?? group ?? ''} may ask ${dataset}${what}${bound}${end}${each}`;
}

/** A policy in one line; of a text that no form can say its beginning. */
export function policyText({ policy, form, text }: PolicyRecord): string {
  if (form !== null) return formText(form, policy.slice(0, policy.indexOf('/')));
  return text.replaceAll(/@\w+\("[^"]*"\)|\s+/g, ' ').trim();
}

/** `no`, `yes`, or how far it goes: as the command line says it. */
export function answerText({ permit, mostEpsilon, purpose }: PolicyAnswer): string {
  const declared = purpose === null || (!permit && mostEpsilon === null) ? '' : ` for ${purpose}`;
  if (mostEpsilon === null) return permit ? `yes${declared}` : 'no';
  return `${permit ? 'up to epsilon' : 'no, only to'} ${mostEpsilon}${declared}`;
}

/** What was decided about one subject, by which rule and policy. */
export function verdictText(who: string, action: string, epsilon: number | null, answer: PolicyAnswer): string {
  const { permit, mostEpsilon } = answer;
  const amount = epsilon === null || action !== 'query:run' ? '' : ` with epsilon ${epsilon}`;
  const end = mostEpsilon === null ? '' : `; the policies end at epsilon ${mostEpsilon}`;
  return `${permit ? 'Yes' : 'No'}: ${who} may ${permit ? '' : 'not '}${actionText(action)}${amount}${end}. Decided by ${becauseText(answer)}.`;
}

/** What decides: an own policy by way of a shipped rule, or that rule alone. */
export function becauseText({ policy, rule }: PolicyAnswer): string {
  return policy === null ? rule : `${policy} (${rule})`;
}

export function actionText(action: string): string {
  return ACTIONS.find(([name]) => name === action)?.[1] ?? action;
}
