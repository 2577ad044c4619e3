import { isFileDraft, type Draft } from './draft.ts';
import type { Findings } from './finding.ts';
import { Identifiers, NAMES } from './names.ts';
import type { SourceTable } from './source-tree.ts';
import type { TranslatedTable } from './translate-table.ts';

interface PlacedTable extends TranslatedTable {
  readonly path: string;
  readonly table: SourceTable;
}

/** Holds tables and connector against each other: names of columns, and one file for each table. */
export function matchFile(connector: Draft, tables: readonly PlacedTable[], findings: Findings): void {
  const options = connector['options'] as Draft | undefined;
  const listed = options?.['columns'] as string[] | undefined;
  for (const table of tables) tellRenamed(table, listed === undefined, findings);
  if (isFileDraft(connector) && tables.length > 1 && /\.\w+$/.test(String(connector['path']))) {
    const why = 'Several tables need a folder, with one file for each.';
    findings.gap('connector.path', null, 'The path names one file.', why, 'Name the folder with --path.');
  }
  if (options === undefined || listed === undefined) return;
  const known = new Map(tables.flatMap(({ names }) => [...names]));
  const identifiers = new Identifiers([...known.values()]);
  const columns = listed.map((name) => known.get(name) ?? identifiers.make(name));
  options['columns'] = columns;
  if (new Set(columns).size < columns.length) {
    const why = 'The names of the file hold one of them twice.';
    findings.gap('connector.options.columns', null, 'A column occurs twice.', why, 'Write every column once.');
  }
  for (const { path, names } of tables) {
    for (const name of [...names.values()].filter((column) => !columns.includes(column))) {
      const why = 'The names of the file do not hold it.';
      findings.gap(`${path}.columns.${name}`, null, 'The file has no such column.', why, 'Correct one of both.');
    }
  }
}

/** Columns of a file with a header are found by their names: there a new name must be written at the data too. */
function tellRenamed({ path, table, names }: PlacedTable, byHeader: boolean, findings: Findings): void {
  const remedy = byHeader ? 'Write the same name at the data: in the header, or as a view.' : 'Nothing to do.';
  for (const [column, name] of names) {
    if (column === name) continue;
    const source = table.columns.find((each) => each.name === column)?.source ?? null;
    findings.decide(`${path}.columns.${name}`, source, `The name became ${name}.`, NAMES, remedy);
  }
}
