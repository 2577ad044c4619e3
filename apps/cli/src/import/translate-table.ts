import { present, type Draft } from './draft.ts';
import type { Findings } from './finding.ts';
import { takeFlag, tellRest } from './left-over.ts';
import { asNumber, asText, type Member } from './members.ts';
import { Identifiers } from './names.ts';
import type { SourceTable } from './source-tree.ts';
import { dropBounds, translateColumn } from './translate-column.ts';
import { translateUnit, type NamedColumn } from './translate-unit.ts';

const LARGEST = 2 ** 40;
const WRITE_MAX_UNITS = 'Write maxUnits: a number that is public and that the units stay below.';

/** A table as it was translated; the columns keep the order of the source. */
export interface TranslatedTable {
  readonly draft: Draft;
  /** Names of the columns by their names at the source. */
  readonly names: ReadonlyMap<string, string>;
}

/** @param privacyColumn of the whole data set, where the table names none itself */
export function translateTable(
  table: SourceTable,
  privacyColumn: Member | undefined,
  path: string,
  findings: Findings,
): TranslatedTable {
  const { members } = table;
  const own = members.take('privacy_column');
  const privateIds = privateIdsOf(table, own ?? privacyColumn, path, findings);
  const identifiers = new Identifiers();
  const named = new Map<string, NamedColumn>();
  for (const column of table.columns) {
    const name = identifiers.make(column.name);
    const place = `${path}.columns.${name}`;
    const isId = privateIds.has(column.name);
    if (isId) dropBounds(column.members, place, findings);
    named.set(column.name, { name, draft: translateColumn(column, place, isId, findings) });
  }
  const unit = translateUnit(table, named, [...privateIds], path, findings);
  const draft = present({
    unit,
    maxUnits: maxUnitsOf(table, path, findings),
    synthesis: takeFlag(members, 'synth_allowed', `${path}.synthesis`, findings) === true ? true : undefined,
    columns: Object.fromEntries([...named.values()].map((column) => [column.name, column.draft])),
  });
  if (named.size === 0) {
    findings.gap(`${path}.columns`, table.source, 'Columns are missing.', 'A table has at least one.', WRITE_COLUMNS);
  }
  findings.default(`${path}.minUnits`, 'minUnits: 1', 'Enumerated groups of any size are answered.', RAISE);
  if (draft['synthesis'] === undefined) {
    findings.default(
      `${path}.synthesis`,
      'synthesis: false',
      'Nothing says that it is allowed.',
      'Write true to allow it.',
    );
  }
  findings.default(
    `${path}.keys`,
    'No unique keys.',
    'The source names none; joins need them.',
    'Write keys: [[COLUMN]].',
  );
  tellRest(members, path, findings);
  return { draft, names: new Map([...named].map(([source, { name }]) => [source, name])) };
}

const WRITE_COLUMNS = 'Write columns: { NAME: { type: ... } }.';
const RAISE = 'Write a larger one to hide small groups.';

/** Columns that name people: those marked as private ids, and the privacy column. */
function privateIdsOf(
  { columns }: SourceTable,
  privacyColumn: Member | undefined,
  path: string,
  findings: Findings,
): ReadonlySet<string> {
  const marked = columns.filter(({ members }) => takeFlag(members, 'private_id', path, findings) === true);
  const ids = new Set(marked.map(({ name }) => name));
  const named = asText(privacyColumn?.value);
  if (privacyColumn === undefined || named === undefined) return ids;
  if (columns.some(({ name }) => name === named)) return ids.add(named);
  const why = 'The table has no such column.';
  findings.dropped(`${path}.unit`, privacyColumn.source, 'privacy_column', why, 'Name the column of the unit.');
  return ids;
}

/** `rows` is a rough number and no bound: rounded up to one leading digit, which also hides an exact one. */
function maxUnitsOf({ members, source }: SourceTable, path: string, findings: Findings): number | undefined {
  const rows = members.take('rows');
  const number = asNumber(rows?.value);
  if (rows === undefined || number === undefined || number < 1 || number > LARGEST) {
    const why = 'The source gives no usable number of rows.';
    findings.gap(`${path}.maxUnits`, rows?.source ?? source, 'maxUnits is missing.', why, WRITE_MAX_UNITS);
    return undefined;
  }
  const step = 10 ** Math.floor(Math.log10(number));
  const maxUnits = Math.min(Math.ceil(number / step) * step, LARGEST);
  const why = 'It is the number of rows, rounded up; but a bound must be public, and hold for later data as well.';
  findings.decide(`${path}.maxUnits`, rows.source, `maxUnits is ${maxUnits}.`, why, WRITE_MAX_UNITS);
  return maxUnits;
}
