import type { Findings } from './finding.ts';
import { asFlag, asText, type Member, type Members } from './members.ts';

type Reason = readonly [why: string, remedy: string];

const ALWAYS: Reason = ['DQ0 always works by its own rule here, whatever was set.', 'Nothing to do.'];
const NO_AUTO: Reason = [
  'Bounds are never estimated from the data without a charge.',
  'Write lower and upper from public knowledge.',
];
const GOVERNANCE: Reason = [
  'Who may do what is decided by roles, grants and policies.',
  'Grant a group when you publish: dq0 data add FILE --grant GROUP',
];
const SYNTHESIS: Reason = ['Synthesis is allowed or not for a whole table.', 'See synthesis of the table.'];
const ML: Reason = ['Features are chosen in the training run.', 'Nothing to do.'];

/** Members that are known and have no place in a definition: why, and what the owner may do instead. */
const REASONS: Readonly<Record<string, Reason>> = {
  sample_max_ids: ['The caps of a unit are always enforced, unless they are proven.', 'Nothing to do.'],
  clamp_columns: ['Values are always clamped to their bounds.', 'Nothing to do.'],
  clamp_counts: ['Noisy counts are not cut at zero: that would bias sums of them.', 'Cut in your own analysis.'],
  censor_dims: [
    'Groups that are not enumerated in values always go through a private threshold.',
    'Write values: [...] of the columns whose groups are public.',
  ],
  use_dpsu: ALWAYS,
  tau: ['The threshold follows from delta.', 'See limits.thresholdDelta.'],
  rows_exact: ['An exact number of rows discloses single people.', 'Keep it out; maxUnits is a public upper bound.'],
  missing_value: ['NULL is never replaced by a value; it stays out of sums and counts.', 'Replace it in the data.'],
  sensitivity: ['Sensitivity is computed from bounds and caps alone.', 'Write lower and upper.'],
  bounded: ['It follows from lower and upper.', 'Nothing to do.'],
  lower: ['Only numbers and times have bounds.', 'Nothing to do.'],
  upper: ['Only numbers and times have bounds.', 'Nothing to do.'],
  cardinality: ['The number of values is not used.', 'Nothing to do.'],
  allowed_values: ['Only strings have a list of values.', 'Write lower and upper instead.'],
  use_auto_bounds: NO_AUTO,
  auto_bounds_prob: NO_AUTO,
  auto_lower: NO_AUTO,
  auto_upper: NO_AUTO,
  selectable: ['Single values are never selected; every answer is computed from many.', 'Nothing to do.'],
  synthesizable: SYNTHESIS,
  discrete: ['A decimal keeps fixed places.', 'Write type: decimal with a scale if that fits.'],
  min_step: ['A decimal keeps fixed places.', 'Write type: decimal with a scale if that fits.'],
  is_feature: ML,
  is_target: ML,
  index_col: ['Files have no index: every column is named.', 'Leave it out of columns if questions need it not.'],
  permissions: GOVERNANCE,
  description: ['A description belongs to the data set or to a column.', 'Write it into one of these.'],
  specification: ['Only dataset_v1 is known.', 'Check the result with care.'],
};

const UNKNOWN: Reason = ['Nothing in a definition corresponds to it.', 'Check whether it matters.'];

/** Tells everything that nobody took. Values are not repeated: they may be secret. */
export function tellRest(members: Members, path: string, findings: Findings): void {
  for (const [name, { source }] of members.rest) {
    const [why, remedy] = Object.hasOwn(REASONS, name) ? (REASONS[name] ?? UNKNOWN) : UNKNOWN;
    findings.dropped(path, source, name, why, remedy);
  }
}

/** A truth value; one that cannot be read is told. */
export function takeFlag(members: Members, name: string, path: string, findings: Findings): boolean | undefined {
  const member = members.take(name);
  const flag = asFlag(member?.value);
  if (member !== undefined && flag === undefined) {
    findings.dropped(path, member.source, name, 'It is neither true nor false.', 'Write what it should be.');
  }
  return flag;
}

/** A text, cut at `longest` characters; what is cut, or is no text at all, is told. */
export function takeText(
  members: Members,
  name: string,
  longest: number,
  path: string,
  findings: Findings,
): string | undefined {
  const member = members.take(name);
  if (member === undefined) return undefined;
  const text = asText(member.value) ?? '';
  const readable = typeof member.value !== 'object';
  if (text.length > longest || !readable) {
    const why = readable ? `It is longer than ${longest} characters.` : 'It is no text.';
    findings.dropped(path, member.source, readable ? `the end of ${name}` : name, why, 'Write a shorter one.');
  }
  return text === '' ? undefined : text.slice(0, longest);
}

/** One member that several parts may have: the first counts, and others that differ from it are told. */
export function takeCommon(
  parts: readonly Members[],
  name: string,
  path: string,
  findings: Findings,
): Member | undefined {
  const [first, ...others] = parts.flatMap((members) => members.take(name) ?? []);
  for (const { value, source } of others) {
    if (JSON.stringify(value) === JSON.stringify(first?.value)) continue;
    const why = 'It differs from the one elsewhere, and one holds for the whole data set.';
    findings.dropped(path, source, name, why, 'Split the data set, or make them equal.');
  }
  return first;
}
