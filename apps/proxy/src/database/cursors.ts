import type { SqliteDatabase } from '@dq0/node/sqlite';

/**
 * Lifts the next cursors to the present time in microseconds, at every start. A platform acknowledges by cursor, so a
 * number must never be given twice: not by a new file, and not by a file restored from a backup, whose sequence had
 * gone further before. Fits a JavaScript integer until the year 2255, at up to a million messages a second.
 */
export function raiseCursors(database: SqliteDatabase, now: number): void {
  const floor = now * 1000;
  const raise = database.transaction((table: string) => {
    const updated = database.prepare('UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?').run(floor, table);
    if (updated.changes === 0)
      database.prepare('INSERT INTO sqlite_sequence (seq, name) VALUES (?, ?)').run(floor, table);
  });
  for (const table of ['message', 'reply']) raise.immediate(table);
}
