import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertSchema, GroupCommit, migrate, openDatabase, schemaVersion, type SqliteDatabase } from './index.ts';

let folder: string;
let database: SqliteDatabase;
const path = () => join(folder, 'a.sqlite');
const rows = (from: SqliteDatabase) => from.prepare('SELECT id FROM thing ORDER BY id').pluck().all();
const insert = (id: number) => (to: SqliteDatabase) => to.prepare('INSERT INTO thing (id) VALUES (?)').run(id).changes;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dq0-sqlite-'));
  database = openDatabase(path());
  database.exec('CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT');
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

describe('openDatabase', () => {
  it('has WAL, full synchronous and foreign keys', () => {
    const read = (name: string) => database.pragma(name, { simple: true });
    expect([read('journal_mode'), read('synchronous'), read('foreign_keys')]).toEqual(['wal', 2, 1]);
  });

  it('gives a second handle that reads commits and cannot write', () => {
    const reader = openDatabase(path(), { readonly: true });
    insert(1)(database);
    expect(rows(reader)).toEqual([1]);
    expect(() => insert(2)(reader)).toThrow(/readonly/);
    reader.close();
  });

  it('refuses a file system that cannot do WAL', () => {
    expect(() => openDatabase(':memory:')).toThrow(/journal_mode = memory/);
  });
});

describe('GroupCommit', () => {
  it('commits many works in few transactions and returns each its value', async () => {
    const commits: string[] = [];
    const watched = watch(database, commits);
    const group = new GroupCommit(watched);
    const values = await Promise.all(Array.from({ length: 200 }, (_, index) => group.enqueue(insert(index))));
    expect(values).toEqual(Array.from({ length: 200 }, () => 1));
    expect(commits.filter((sql) => sql === 'COMMIT')).toHaveLength(1);
    expect(rows(database)).toHaveLength(200);
  });

  it('lets a bad work cost only itself', async () => {
    const group = new GroupCommit(database);
    const results = await Promise.allSettled([
      group.enqueue(insert(1)),
      group.enqueue((to) => (insert(2)(to), insert(1)(to))),
      group.enqueue(insert(3)),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(rows(database)).toEqual([1, 3]);
  });

  it('settles no promise before the commit', async () => {
    const reader = openDatabase(path(), { readonly: true });
    const group = new GroupCommit(database);
    const seen = await Promise.all([1, 2, 3].map((id) => group.enqueue(insert(id)).then(() => rows(reader).length)));
    expect(seen).toEqual([3, 3, 3]);
    reader.close();
  });

  it('catches a store that acknowledges before the commit (control of the test above)', async () => {
    const reader = openDatabase(path(), { readonly: true });
    database.exec('BEGIN');
    const seen = await Promise.all(
      [1, 2].map((id) => Promise.resolve(insert(id)(database)).then(() => rows(reader).length)),
    );
    database.exec('COMMIT');
    expect(seen).toEqual([0, 0]);
    reader.close();
  });

  it('refuses asynchronous work and undoes what it began', async () => {
    const group = new GroupCommit(database);
    const work = (async (to: SqliteDatabase) => insert(1)(to)) as unknown as (to: SqliteDatabase) => number;
    await expect(group.enqueue(work)).rejects.toThrow('must be synchronous');
    expect(rows(database)).toEqual([]);
  });

  it('refuses more than may wait', async () => {
    const group = new GroupCommit(database, { pending: 2 });
    const results = await Promise.allSettled([1, 2, 3].map((id) => group.enqueue(insert(id))));
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect((results[2] as PromiseRejectedResult).reason).toMatchObject({ code: 'STORE_BUSY' });
  });

  it('stops for good when the commit cannot reach the disk, and keeps nothing of that batch', async () => {
    const broken: unknown[] = [];
    const failing = watch(database, [], 'SQLITE_IOERR_FSYNC');
    const group = new GroupCommit(failing, { onBroken: (error) => broken.push(error) });
    const results = await Promise.allSettled([group.enqueue(insert(1)), group.enqueue(insert(2))]);
    expect(results.map((result) => (result as PromiseRejectedResult).reason as unknown)).toMatchObject([
      { code: 'STORE_BROKEN' },
      { code: 'STORE_BROKEN' },
    ]);
    await expect(group.enqueue(insert(3))).rejects.toMatchObject({ code: 'STORE_BROKEN' });
    expect(rows(database)).toEqual([]);
    expect(broken).toHaveLength(1);
  });

  it('goes on after a full disk once there is room again', async () => {
    database.pragma('max_page_count = 3');
    const group = new GroupCommit(database);
    database.exec('CREATE TABLE big (body TEXT)');
    const fill = (to: SqliteDatabase) => to.prepare('INSERT INTO big VALUES (?)').run('x'.repeat(100_000)).changes;
    await expect(group.enqueue(fill)).rejects.toMatchObject({ code: 'SQLITE_FULL' });
    database.pragma('max_page_count = 100000');
    await expect(group.enqueue(fill)).resolves.toBe(1);
  });

  it('commits what waits when it is drained', async () => {
    const group = new GroupCommit(database, { batch: 2 });
    const all = Promise.all([1, 2, 3, 4, 5].map((id) => group.enqueue(insert(id))));
    group.drain();
    expect(rows(database)).toEqual([1, 2, 3, 4, 5]);
    await all;
  });
});

describe('migrations', () => {
  const first = { version: 1, name: 'first', up: (to: SqliteDatabase) => to.exec('CREATE TABLE a (id INTEGER)') };
  const second = { version: 2, name: 'second', up: (to: SqliteDatabase) => to.exec('CREATE TABLE b (id INTEGER)') };

  it('applies what is missing, once', () => {
    expect(migrate(database, [first])).toEqual(['first']);
    expect(migrate(database, [first, second])).toEqual(['second']);
    expect(migrate(database, [first, second])).toEqual([]);
    expect(schemaVersion(database)).toBe(2);
  });

  it('refuses a stale schema with the command that helps, and a newer one', () => {
    expect(() => assertSchema(database, [first], 'proxy migrate')).toThrow(
      'schema 0, this program needs 1. Run: proxy migrate',
    );
    migrate(database, [first, second]);
    expect(() => assertSchema(database, [first], 'x')).toThrow('schema 2, this program knows 1');
    expect(() => migrate(database, [first])).toThrow('schema 2, this program knows 1');
    expect(() => assertSchema(database, [first, second], 'x')).not.toThrow();
  });

  it('leaves nothing of a migration that fails', () => {
    const bad = {
      version: 2,
      name: 'bad',
      up: (to: SqliteDatabase) => to.exec('CREATE TABLE c (id INTEGER); CREATE TABLE a (id)'),
    };
    migrate(database, [first]);
    expect(() => migrate(database, [first, bad])).toThrow();
    expect(schemaVersion(database)).toBe(1);
    expect(database.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'c'`).pluck().get()).toBe(0);
  });
});

/** The same handle with its statements noted and, when asked, a COMMIT that fails as a disk does. */
function watch(target: SqliteDatabase, executed: string[], failure?: string): SqliteDatabase {
  return new Proxy(target, {
    get(from, property) {
      if (property === 'exec') {
        return (sql: string) => {
          executed.push(sql);
          if (sql === 'COMMIT' && failure) throw Object.assign(new Error('disk I/O error'), { code: failure });
          return from.exec(sql);
        };
      }
      const value = Reflect.get(from, property, from) as unknown;
      return typeof value === 'function' ? (value.bind(from) as unknown) : value;
    },
  });
}
