import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '@dq0/node/sqlite';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors/usage-error.ts';
import { readProxyStore } from './proxy-store.ts';

/** The tables of the proxy's file that are read here, with one message of two devices each. */
function proxyFile(): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'dq0-proxy-')), 'proxy.sqlite');
  const database = openDatabase(file);
  database.exec(`
    CREATE TABLE message (cursor INTEGER PRIMARY KEY, sender TEXT, id TEXT, stored_at INTEGER, size_class INTEGER) STRICT;
    CREATE TABLE sealed (cursor INTEGER PRIMARY KEY, envelope TEXT) STRICT;
    CREATE TABLE reply (cursor INTEGER PRIMARY KEY, recipient TEXT, id TEXT, stored_at INTEGER, size_class INTEGER, envelope TEXT) STRICT;
    INSERT INTO message VALUES (1, 'ada', 'm1', 0, 4096), (2, 'eve', 'm2', 0, 4096);
    INSERT INTO sealed VALUES (2, 'sealed by eve');
    INSERT INTO reply VALUES (1, 'ada', 'm1', 1000, 1024, 'sealed to ada'), (2, 'eve', 'm2', 1000, 1024, 'sealed to eve');
  `);
  database.close();
  return file;
}

describe("the proxy's file", () => {
  it('shows what is held for one device, and the rows of every table', () => {
    const { tables, messages } = readProxyStore(proxyFile(), 'ada');
    expect(tables).toEqual({ message: 2, sealed: 1, reply: 2 });
    expect(messages.map(({ kind, id, envelope }) => [kind, id, envelope])).toEqual([
      ['request', 'm1', null],
      ['reply', 'm1', 'sealed to ada'],
    ]);
  });

  it('that is not there is a usage error that says how to get one', () => {
    expect(() => readProxyStore('/nowhere/proxy.sqlite', 'ada')).toThrow(UsageError);
  });
});
