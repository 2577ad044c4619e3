import { floatBounds, integerBounds, timeBounds } from './bounds.ts';
import { present, type Draft } from './draft.ts';
import type { Findings } from './finding.ts';
import { takeFlag, takeText, tellRest } from './left-over.ts';
import { asText, asTexts, type Members } from './members.ts';
import type { SourceColumn } from './source-tree.ts';

const TYPES: Readonly<Record<string, 'boolean' | 'integer' | 'float' | 'string' | 'time'>> = {
  boolean: 'boolean',
  bool: 'boolean',
  int: 'integer',
  integer: 'integer',
  float: 'float',
  double: 'float',
  string: 'string',
  str: 'string',
  text: 'string',
  datetime: 'time',
};

const MOST_VALUES = 10_000;
const LONGEST_VALUE = 64;

/** Bounds of a private id: clamping it would make one unit of several. */
export function dropBounds(members: Members, path: string, findings: Findings): void {
  for (const side of ['lower', 'upper']) {
    const bound = members.take(side);
    if (bound === undefined) continue;
    const why = 'Clamping a private id would make one unit of several.';
    findings.dropped(`${path}.${side}`, bound.source, side, why, 'Nothing to do.');
  }
}

/**
 * @param path of the column in the definition
 * @param isId whether it names units: such a column needs neither bounds nor values
 */
export function translateColumn(column: SourceColumn, path: string, isId: boolean, findings: Findings): Draft {
  const { members } = column;
  const typed = typedMembers(column, path, isId, findings);
  const nullable = takeFlag(members, 'nullable', path, findings);
  const description = takeText(members, 'description', 1000, path, findings);
  const target = takeFlag(members, 'is_target', path, findings);
  const mask = members.take('mask');
  if (nullable === false) {
    const why = 'Here it means that a row without a value is dropped, not that there is none.';
    findings.decide(`${path}.nullable`, column.source, 'NULL was declared impossible.', why, 'Check that it is so.');
  }
  if (mask !== undefined) {
    const why = 'Values are never shown, so nothing is masked; the column may not be grouped or filtered by.';
    findings.decide(`${path}.identifier`, mask.source, 'Marked as an identifier for its mask.', why, UNMARK);
  }
  const draft = present({
    ...typed,
    nullable: nullable === false ? false : undefined,
    identifier: mask === undefined ? undefined : true,
    target: target === true ? true : undefined,
    description,
  });
  // A name beside the key of the mapping says the same.
  members.take('name');
  members.take('private_id');
  tellRest(members, path, findings);
  return draft;
}

const UNMARK = 'Take the mark away if questions may use it.';

function typedMembers(column: SourceColumn, path: string, isId: boolean, findings: Findings): Draft {
  const { members, source } = column;
  const written = members.take('type') ?? members.take('data_type_name');
  const name = asText(written?.value)?.toLowerCase() ?? '';
  switch (Object.hasOwn(TYPES, name) ? TYPES[name] : undefined) {
    case 'boolean':
      return { type: 'boolean' };
    case 'integer':
      return { type: 'integer', ...(isId ? {} : integerBounds(column, path, findings)) };
    case 'float':
      findings.default(`${path}.digits`, 'digits: 3', 'Sums keep so many decimal places.', 'Write another number.');
      return { type: 'float', digits: 3, ...floatBounds(column, path, findings) };
    case 'string':
      return { type: 'string', ...(isId ? {} : valuesOf(column, path, findings)) };
    case 'time':
      return timeBounds(column, path, findings);
    default: {
      const what = 'The type is not known; written as a hidden string.';
      const why = 'Questions cannot use a hidden column.';
      findings.decide(path, written?.source ?? source, what, why, 'Write its type, and remove hidden: true.');
      return { type: 'string', hidden: true };
    }
  }
}

function valuesOf({ members, source }: SourceColumn, path: string, findings: Findings): Draft {
  const cardinality = members.take('cardinality');
  const allowed = members.take('allowed_values');
  const texts = allowed && asTexts(allowed.value);
  const values = texts && [...new Set(texts)];
  if (cardinality !== undefined) {
    const why = 'How many values occur is no list of them, and may have been read off the data.';
    findings.dropped(path, cardinality.source, 'cardinality', why, NAME_VALUES);
  }
  if (values !== undefined && isEnumeration(values)) {
    const why = 'Others become NULL; the list must be public, not read off the data.';
    findings.decide(`${path}.values`, allowed?.source ?? source, `${values.length} values.`, why, CHECK_VALUES);
    return { values };
  }
  if (allowed !== undefined) findings.dropped(path, allowed.source, 'allowed_values', BAD_LIST, NAME_VALUES);
  const why = 'Then groups are found only through a private threshold: rare values stay hidden.';
  findings.decide(path, source, 'values missing.', why, NAME_VALUES);
  return {};
}

const NAME_VALUES = 'Write values: [...] if they are publicly known.';
const CHECK_VALUES = 'Check the list; write other: true if others should be counted together.';
const BAD_LIST = `It is no list of 1 to ${MOST_VALUES} texts of at most ${LONGEST_VALUE} characters.`;

const isEnumeration = (values: readonly string[]): boolean =>
  values.length > 0 && values.length <= MOST_VALUES && values.every(({ length }) => length <= LONGEST_VALUE);
