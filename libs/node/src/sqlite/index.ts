export { openDatabase, type SqliteDatabase } from './open-database.ts';
export { GroupCommit, StoreBusyError, StoreBrokenError, type GroupCommitOptions } from './group-commit.ts';
export { assertSchema, migrate, SchemaError, schemaVersion, type Migration } from './migrations.ts';
