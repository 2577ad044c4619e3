import { covers, textToForm } from '@dq0/permissions';
import type { PolicyConsequences, PolicyForm } from '@dq0/protocol';
import { policyId, type PolicyHome } from '../policies/own-policy.ts';
import type { SoundDraft } from './policy-drafts.ts';

type Home = NonNullable<PolicyHome>;

/** Policies of a data set that differ, before and after; null: not there. */
export function changedPolicies(before: readonly SoundDraft[], after: readonly SoundDraft[]) {
  const textOf = (policies: readonly SoundDraft[], name: string): string | null =>
    policies.find((policy) => policy.name === name)?.text ?? null;
  return [...new Set([...before, ...after].map(({ name }) => name))]
    .sort()
    .map((name) => ({ name, before: textOf(before, name), after: textOf(after, name) }))
    .filter((change) => change.before !== change.after);
}

/** Those that the form says before and after, otherwise. */
export function rewrittenForms(
  home: Home,
  before: readonly SoundDraft[],
  after: readonly SoundDraft[],
): PolicyConsequences['rewritten'] {
  return changedPolicies(before, after).flatMap(({ name, before: old, after: now }) => {
    const forms = [old, now].map((text) => (text === null ? null : textToForm(text, home.dataset)));
    const [was, is] = forms as [PolicyForm | null, PolicyForm | null];
    const differ = was !== null && is !== null && !(covers(was, is) && covers(is, was));
    return differ ? [{ policy: policyId(home, name), before: was, after: is }] : [];
  });
}

/**
 * Whether what goes is still said by what is there then, and what comes was said already: then nobody may more or less,
 * now or later. Of texts that no form can say nothing is known.
 */
export function isCovered(home: Home, before: readonly SoundDraft[], after: readonly SoundDraft[]): boolean {
  const said = (texts: readonly string[]): PolicyForm[] =>
    texts.map((text) => textToForm(text, home.dataset)).filter((form) => form !== null);
  const [old, now] = [before, after].map((policies) => said(policies.map(({ text }) => text)));
  const within = (text: string | null, wide: readonly PolicyForm[] = []): boolean => {
    if (text === null) return true;
    const form = textToForm(text, home.dataset);
    return form !== null && wide.some((one) => covers(one, form));
  };
  return changedPolicies(before, after).every((change) => within(change.before, now) && within(change.after, old));
}
