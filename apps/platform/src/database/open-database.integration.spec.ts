import Database from 'better-sqlite3';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder, type TemporaryFolder } from '../../testing/temporary-folder.ts';
import { assertPragmas, handleOf } from './data-sources.ts';
import { migrateDatabase, openDatabase } from './open-database.ts';

let folder: TemporaryFolder;
let file: string;

beforeEach(() => {
  folder = temporaryFolder();
  file = path.join(folder.path, 'platform.sqlite');
});
afterEach(() => folder.remove());

/** Changes the file behind the program's back. */
function meddle(sql: string): void {
  const database = new Database(file);
  database.exec(sql);
  database.close();
}

async function openAndClose(): Promise<void> {
  await (await openDatabase(file)).close();
}

describe('the database file', () => {
  it('is migrated by the command only, and once', async () => {
    await expect(openAndClose()).rejects.toMatchObject({ code: 'SCHEMA_MISSING' });
    expect((await migrateDatabase(file)).length).toBeGreaterThan(0);
    expect(await migrateDatabase(file)).toEqual([]);
    await openAndClose();
  });

  it('is refused when a migration is missing, and left as it is', async () => {
    await migrateDatabase(file);
    meddle("DELETE FROM migrations WHERE name LIKE 'Core%'");
    await expect(openAndClose()).rejects.toMatchObject({ code: 'SCHEMA_STALE', remedy: 'Run: dq0-platform migrate' });
  });

  it('is refused when a newer program wrote it', async () => {
    await migrateDatabase(file);
    meddle("INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'Later9999999999999')");
    await expect(openAndClose()).rejects.toMatchObject({ code: 'SCHEMA_NEWER' });
  });

  it.each([
    ['a column is gone', 'ALTER TABLE mail_outbox DROP COLUMN subject', 'mail_outbox.subject is missing'],
    ['a column was added', 'ALTER TABLE users ADD COLUMN note TEXT', 'users.note is text, not known'],
    ['a table is not STRICT', 'CREATE TABLE extra (id TEXT PRIMARY KEY NOT NULL)', 'extra is not STRICT'],
    ['nothing describes a table', 'CREATE TABLE extra (id TEXT) STRICT', 'nothing describes extra'],
  ])('is refused when %s', async (_what, sql, problem) => {
    await migrateDatabase(file);
    meddle(sql);
    await expect(openAndClose()).rejects.toThrow(problem);
    await expect(openAndClose()).rejects.toMatchObject({ code: 'SCHEMA_DRIFT' });
  });

  it('is durable and checked on both handles, and the reader cannot write', async () => {
    await migrateDatabase(file);
    const { writer, reader, close } = await openDatabase(file);
    for (const source of [writer, reader]) {
      const handle = handleOf(source);
      expect(handle.pragma('journal_mode', { simple: true })).toBe('wal');
      expect(handle.pragma('synchronous', { simple: true })).toBe(2);
      expect(handle.pragma('foreign_keys', { simple: true })).toBe(1);
    }
    const insert = `INSERT INTO settings (name, value) VALUES ('a', 'b')`;
    expect(() => handleOf(reader).exec(insert)).toThrow('readonly');
    await close();
  });

  it('would be refused with the defaults of the driver: the positive control', async () => {
    await migrateDatabase(file);
    const plain = new Database(file);
    expect(() => assertPragmas(plain)).toThrow('synchronous = 1; 2 is required');
    plain.close();
  });
});
