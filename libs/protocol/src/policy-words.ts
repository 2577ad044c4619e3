import { endText } from './ends.ts';
import type { PolicyConsequences, PolicyForm } from './operations/policy/policy-vocabulary.ts';

/** What a change of policies does, in sentences; whom it gives or takes something at this moment is a table beside them. */
export function consequenceLines({ changes, rewritten, idle }: PolicyConsequences): string[] {
  const lines = rewritten.flatMap(({ policy, before, after }) =>
    differences(rewritten.length === 1 ? 'It' : `${policy}: it`, before, after),
  );
  if (idle) return [...lines, 'It changes nothing for anybody: with it and without it the policies say the same.'];
  return changes.length > 0 ? lines : [...lines, 'At this moment nobody gains or loses by it; later somebody may.'];
}

function differences(it: string, before: PolicyForm, after: PolicyForm): string[] {
  const whom = [whomText(before), whomText(after)];
  const said = ([name, words]: Bound): readonly string[] => [name, words(before), words(after)];
  return [
    ...(whom[0] === whom[1] ? [] : [`${it} is for ${whom[1] ?? ''} instead of ${whom[0] ?? ''}.`]),
    ...BOUNDS.map(said)
      .filter(([, was, is]) => was !== is)
      .map(([name, was, is]) => `${it}s ${name ?? ''} changes from ${was ?? ''} to ${is ?? ''}.`),
  ];
}

type Bound = readonly [name: string, words: (form: PolicyForm) => string];

const BOUNDS: readonly Bound[] = [
  ['purpose', ({ purpose }) => purpose ?? 'any purpose'],
  ['epsilon', ({ epsilon }) => (epsilon === null ? 'no bound' : `at most ${epsilon}`)],
  ['end', ({ until }) => (until === null ? 'no end' : endText(until))],
  ['share', ({ share }) => (share === null ? 'the whole account' : `${Number((share * 100).toPrecision(12))} %`)],
];

function whomText({ group, user }: PolicyForm): string {
  return user ?? `the group ${group ?? ''}`;
}
