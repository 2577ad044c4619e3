import type { Refusal } from '@dq0/protocol';

/** Refusals whose texts the planner makes from types and bounds of columns, in words that tell nothing of them. */
const GENERAL: Readonly<Record<string, string>> = {
  TYPE_MISMATCH: 'These values do not go together.',
  CAST_UNSUPPORTED: 'There is no such cast for this value.',
  KEY_UNSUPPORTED: 'This cannot be grouped by.',
  IDENTIFIER_USE: 'This column cannot be used here.',
  UNBOUNDED: 'This value cannot be added up as it is.',
  DEFINITION_UNSUPPORTED: 'This data set cannot be asked like this.',
};
const REMEDY = 'Ask the owner of the data set for its tables and columns.';

/** The refusals for somebody who may ask a data set and not read its metadata. */
export function withoutMetadata(refusals: readonly Refusal[]): Refusal[] {
  return refusals.map(({ rewrite: _rewrite, ...refusal }) => {
    const message = GENERAL[refusal.code];
    return message === undefined ? refusal : { ...refusal, message, remedy: REMEDY };
  });
}
