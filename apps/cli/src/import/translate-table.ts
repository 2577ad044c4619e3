import { present, type Draft } from './draft.ts';
import type { Findings } from './finding.ts';
import { takeFlag, tellRest } from './left-over.ts';
import { asFlag, asNumber, type Member } from './members.ts';
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
  const privateIds = table.columns
    .filter((column) => asFlag(column.members.take('private_id')?.value) === true)
    .map(({ name }) => name);
  const identifiers = new Identifiers();
  const named = new Map<string, NamedColumn>();
  for (const column of table.columns) {
    const name = identifiers.make(column.name);
    const place = `${path}.columns.${name}`;
    if (privateIds.includes(column.name)) dropBounds(column.members, place, findings);
    const draft = translateColumn(column, place, privateIds.includes(column.name), findings);
    named.set(column.name, { name, draft });
  }
  const own = members.take('privacy_column');
  const unit = translateUnit(table, named, privateIds, own ?? privacyColumn, path, findings);
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
