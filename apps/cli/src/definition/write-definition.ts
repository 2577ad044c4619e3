import { writeFileSync } from 'node:fs';
import { Document, isMap, visit } from 'yaml';
import { UsageError } from '../errors/usage-error.ts';
import { printable } from '../terminal/printable.ts';

/** What a column is where its definition says nothing; written out it would only hide what the owner decided. */
const COLUMN_DEFAULTS = { nullable: true, identifier: false, hidden: false, target: false, other: false };

/** Longest line of a column that is written in one. */
const WIDTH = 120;

/**
 * A definition as an owner writes it: YAML, one line a column.
 * @param comments lines of comment before everything
 */
export function definitionYaml(definition: object, comments: readonly string[] = []): string {
  const document = new Document(definition);
  visit(document, {
    Map: (_, map, path) => {
      // Columns, units and budgets: mappings of plain values, below something.
      map.flow = path.length > 2 && map.items.every(({ value }) => !isMap(value));
    },
  });
  if (comments.length > 0) document.commentBefore = comments.map((line) => ` ${printable(line)}`).join('\n');
  return document.toString({ lineWidth: WIDTH, flowCollectionPadding: true });
}

/** Without what the schema would fill in for a column anyway. */
export function withoutColumnDefaults<T extends { readonly tables: Readonly<Record<string, { columns: object }>> }>(
  definition: T,
): object {
  const tables = Object.entries(definition.tables).map(([name, table]) => {
    const columns = Object.entries(table.columns).map(([column, members]: [string, object]) => [
      column,
      Object.fromEntries(Object.entries(members).filter(([member, value]) => !isDefault(member, value))),
    ]);
    return [name, { ...table, columns: Object.fromEntries(columns) as object }];
  });
  return { ...definition, tables: Object.fromEntries(tables) as object };
}

function isDefault(member: string, value: unknown): boolean {
  return Object.hasOwn(COLUMN_DEFAULTS, member) && COLUMN_DEFAULTS[member as keyof typeof COLUMN_DEFAULTS] === value;
}

/** @throws UsageError where the file cannot be written */
export function writeDefinition(file: string, yaml: string): void {
  try {
    writeFileSync(file, yaml, { mode: 0o600 });
  } catch {
    throw new UsageError(`The file ${file} cannot be written.`, 'Choose another path.');
  }
}
