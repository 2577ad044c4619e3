import type BetterSqlite3 from 'better-sqlite3';
import type { DataSource, EntityMetadata } from 'typeorm';
import { handleOf } from './data-sources.ts';
import { SchemaError } from './schema-error.ts';

interface TableColumn {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly pk: number;
}

/** TypeORM's own book-keeping; it makes this table itself. */
const BOOKKEEPING = 'migrations';

/**
 * Refuses a file whose schema is not the one the program was written for: migrations that are missing or unknown,
 * columns that differ from the entities, tables that are not STRICT or that no entity describes.
 * @throws SchemaError
 */
export function assertSchema(source: DataSource): void {
  const database = handleOf(source);
  assertMigrated(source, database);
  const problems = [
    ...source.entityMetadatas.flatMap((entity) => columnDrift(database, entity)),
    ...tableDrift(database, new Set(source.entityMetadatas.map(({ tableName }) => tableName))),
  ];
  if (problems.length > 0) throw new SchemaError('SCHEMA_DRIFT', `The tables differ: ${problems.join('; ')}.`);
}

function assertMigrated(source: DataSource, database: BetterSqlite3.Database): void {
  const known = source.migrations.map(({ name, constructor }) => name ?? constructor.name);
  const applied = appliedMigrations(database);
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new SchemaError('SCHEMA_NEWER', `The database has seen ${unknown.join(', ')}.`);
  const missing = known.filter((name) => !applied.includes(name));
  if (missing.length > 0) throw new SchemaError('SCHEMA_STALE', `The database lacks ${missing.join(', ')}.`);
}

function appliedMigrations(database: BetterSqlite3.Database): string[] {
  const exists = database.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(BOOKKEEPING);
  if (exists === undefined) return [];
  return database
    .prepare<[], { name: string }>(`SELECT name FROM ${BOOKKEEPING}`)
    .all()
    .map(({ name }) => name);
}

function columnDrift(database: BetterSqlite3.Database, entity: EntityMetadata): string[] {
  const table = entity.tableName;
  const found = database.prepare<[string], TableColumn>('SELECT * FROM pragma_table_xinfo(?)').all(table);
  const actual = new Map(found.map((column) => [column.name, describe(column)]));
  const expected = new Map(
    entity.columns.map((column) => [
      column.databaseName,
      describe({
        name: column.databaseName,
        type: String(column.type),
        notnull: column.isNullable ? 0 : 1,
        pk: column.isPrimary ? 1 : 0,
      }),
    ]),
  );
  const names = [...new Set([...expected.keys(), ...actual.keys()])];
  return names
    .filter((name) => expected.get(name) !== actual.get(name))
    .map((name) => `${table}.${name} is ${actual.get(name) ?? 'missing'}, not ${expected.get(name) ?? 'known'}`);
}

function describe({ type, notnull, pk }: TableColumn): string {
  return `${type.toLowerCase()}${notnull === 1 ? ' not null' : ''}${pk > 0 ? ' key' : ''}`;
}

function tableDrift(database: BetterSqlite3.Database, described: ReadonlySet<string>): string[] {
  const tables = database
    .prepare<[], { name: string; strict: number }>(`SELECT name, strict FROM pragma_table_list WHERE schema = 'main'`)
    .all()
    .filter(({ name }) => name !== BOOKKEEPING && !name.startsWith('sqlite_'));
  return tables.flatMap(({ name, strict }) => [
    ...(strict === 1 ? [] : [`${name} is not STRICT`]),
    ...(described.has(name) ? [] : [`nothing describes ${name}`]),
  ]);
}
