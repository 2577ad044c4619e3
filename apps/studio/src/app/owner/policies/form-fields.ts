import type { PolicyForm } from '@dq0/protocol';
import { isMidnight, lastDay, readEnd } from '@dq0/protocol/ends';

/** The form as it is typed; empty means that nothing is limited. */
export interface FormFields {
  /** Whether it is about a group or about one person. */
  readonly whom: Whom;
  readonly group: string;
  /** Address of the person. */
  readonly user: string;
  /** Whether the group may ask within bounds, or request access and nothing more. */
  readonly may: May;
  readonly epsilon: string;
  readonly purpose: string;
  /** A day, or the time at which it ends where that is not the end of a day. */
  readonly until: string;
  /** In per cent. */
  readonly share: string;
}
export type FieldName = keyof FormFields;
export type May = 'ask' | 'request';
export type Whom = 'group' | 'user';
export type FieldProblems = Readonly<Partial<Record<FieldName, string>>>;

export const HALF_DAY = 'Write the whole last day, one that there is, or leave it empty.';
export const EMPTY: FormFields = {
  ...{ whom: 'group', group: '', user: '', may: 'ask' },
  ...{ epsilon: '', purpose: '', until: '', share: '' },
};

export function fieldsOf({ group, user, epsilon, purpose, until, share }: PolicyForm): FormFields {
  return {
    whom: user === undefined ? 'group' : 'user',
    group: group ?? '',
    user: user ?? '',
    may: 'ask',
    epsilon: epsilon === null ? '' : String(epsilon),
    purpose: purpose ?? '',
    until: until === null ? '' : isMidnight(until) ? lastDay(until) : until,
    share: share === null ? '' : String(Number((share * 100).toPrecision(12))),
  };
}

/** What is typed as a form, or what is wrong with it and where. Bounds of the numbers are the platform's to say. */
export function readFields({
  whom,
  group,
  user,
  epsilon,
  purpose,
  until,
  share,
}: FormFields): PolicyForm | FieldProblems {
  const problems: Partial<Record<FieldName, string>> = {};
  const most = numberOf(epsilon);
  const part = numberOf(share);
  const end = until === '' ? null : readEnd(until);
  if (whom === 'group' && group === '') problems.group = 'Choose who may ask.';
  if (whom === 'user' && !ADDRESS.test(user)) problems.user = 'Write an address, such as ada@example.org.';
  if (Number.isNaN(most)) problems.epsilon = 'Write a number, such as 0.5, or leave it empty.';
  if (Number.isNaN(part)) problems.share = 'Write per cent, such as 10, or leave it empty.';
  if (end === undefined) problems.until = HALF_DAY;
  if (Object.keys(problems).length > 0 || end === undefined) return problems;
  const declared = purpose.trim() === '' ? null : purpose.trim();
  return {
    ...(whom === 'user' ? { user: user.trim() } : { group }),
    epsilon: most,
    purpose: declared,
    until: end,
    share: part === null ? null : Number((part / 100).toPrecision(12)),
  };
}

export function isForm(read: PolicyForm | FieldProblems): read is PolicyForm {
  return 'share' in read && 'until' in read && 'epsilon' in read && typeof read.share !== 'string';
}

const ADDRESS = /^\s*[^\s@]+@[^\s@]+\s*$/;

function numberOf(text: string): number | null {
  if (text.trim() === '') return null;
  return /^\s*\d*\.?\d+\s*%?\s*$/.test(text) ? Number(text.replace('%', '')) : Number.NaN;
}
