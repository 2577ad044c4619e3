import { CodedError, type PolicyDraft, type PolicyForm } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { readPositive } from '../answers/read-question.ts';
import { readShare } from '../budget/read-share.ts';
import { readText } from '../definition/yaml-text.ts';
import { readUntil } from './read-until.ts';

const LIMIT_BYTES = 100_000;
const OF_A_TEXT = /^(POLICY_\w+|INPUT_INVALID)$/;
const PLACE = /^line (\d+), column (\d+)$/;

/** A policy as the command line gives it: a file of Cedar text, or the form in flags. */
export const DRAFT_ARGS = {
  file: Args.string({ ignoreStdin: true, description: 'policy as Cedar text, instead of the form in flags' }),
};
export const FORM_FLAGS = {
  epsilon: Flags.string({ description: 'form: at most this epsilon in one release', helpValue: 'E' }),
  until: Flags.string({ description: 'form: last day (UTC), or the time at which it ends', helpValue: 'DATE' }),
  purpose: Flags.string({ description: 'form: what each question must be declared to be for', helpValue: 'PURPOSE' }),
  share: Flags.string({
    description: 'form: part of the budget for each person, 0 to 1 or per cent',
    helpValue: 'SHARE',
  }),
};

export interface GivenForm {
  readonly epsilon?: string;
  readonly until?: string;
  readonly share?: string;
  readonly purpose?: string;
}

/** Whom the form lets ask. */
export type Whom = Pick<PolicyForm, 'group' | 'user'>;

/** @throws UsageError for numbers and dates that are none */
export function readForm(whom: Whom, { epsilon, until, share, purpose }: GivenForm): PolicyForm {
  return {
    ...whom,
    epsilon: readPositive('epsilon', epsilon) ?? null,
    purpose: purpose ?? null,
    until: until === undefined ? null : readUntil(until),
    share: share === undefined ? null : readShare(share),
  };
}

/** The text of a file; it is called by --name, or by the @id in it. */
export function readDraft(file: string, name: string | undefined): PolicyDraft {
  const text = readText(file, LIMIT_BYTES, 'A policy says who may ask, in a few lines.');
  return { ...(name === undefined ? {} : { name }), text };
}

/** Names the file in each place that the platform found in its text. */
export function inFile(error: unknown, file: string | undefined): unknown {
  if (file === undefined || !(error instanceof CodedError) || !OF_A_TEXT.test(error.code)) return error;
  const { code, message, remedy, auditId } = error;
  const details = error.details.map((detail) => {
    if (detail.path === 'draft.text') return { ...detail, path: file };
    if (code === 'INPUT_INVALID') return detail;
    const [, line, column] = PLACE.exec(detail.path) ?? [];
    return { ...detail, path: line === undefined ? `${file}, ${detail.path}` : `${file}:${line}:${column ?? 1}` };
  });
  return new CodedError(code, { message, remedy, auditId, details });
}
