import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { handleOf, readerSource, writerSource } from './data-sources.ts';

/** Beside a database while it is open, and after a crash. */
const LOGS = ['-wal', '-shm'];

/**
 * Copies everything that is committed in a database, which may be in use meanwhile, as one moment saw it. Durable on
 * return, readable by this user alone.
 * @throws Error when there is a file already, no disk space, or no database to read
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  closeSync(openSync(to, 'wx', 0o600));
  try {
    const source = await readerSource(from).initialize();
    try {
      handleOf(source).prepare('VACUUM INTO ?').run(to);
    } finally {
      await source.destroy();
    }
    syncFile(to);
    syncFile(path.dirname(to));
  } catch (error) {
    rmSync(to, { force: true });
    throw error;
  }
}

/** Whether another process has the database open. @throws Error when the file is no database that can be read */
export async function isInUse(databasePath: string): Promise<boolean> {
  const source = await writerSource(databasePath).initialize();
  try {
    // Leaving the write-ahead log takes the file alone, so this fails while anybody else is there.
    const handle = handleOf(source);
    handle.pragma('busy_timeout = 0');
    return handle.pragma('journal_mode = DELETE', { simple: true }) !== 'delete';
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY') === true) return true;
    throw error;
  } finally {
    await source.destroy();
  }
}

/**
 * Puts a closed database in the place of another, which stays beside it under the name that is given. Whenever it is cut
 * off, there is a database at the path.
 */
export function replaceDatabase(databasePath: string, by: string, aside: string): void {
  syncFile(by);
  for (const suffix of ['', ...LOGS]) linkIfThere(`${databasePath}${suffix}`, `${aside}${suffix}`);
  for (const suffix of LOGS) rmSync(`${databasePath}${suffix}`, { force: true });
  renameSync(by, databasePath);
  syncFile(path.dirname(databasePath));
}

/** Removes a database with its logs; nothing happens when there is none. */
export function removeDatabase(databasePath: string): void {
  for (const suffix of ['', ...LOGS]) rmSync(`${databasePath}${suffix}`, { force: true });
}

function linkIfThere(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  }
}

function syncFile(file: string): void {
  const descriptor = openSync(file, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
