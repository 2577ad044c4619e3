import { Injectable } from '@nestjs/common';
import { Settings } from '../database/settings.ts';
import type { Reading, Writing } from '../database/unit-of-work.ts';

/** Written before the copy is made, so that the copy says of itself when it was. */
const BEGUN = 'backup.begun';
const TAKEN = 'backup.taken';
const RESTORED = 'backup.restored';

/** What the database itself says of backups. Times are milliseconds since 1970. */
@Injectable()
export class BackupRecord {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  begin(writing: Writing, at: number): void {
    this.#settings.set(writing, BEGUN, String(at));
  }

  /** In a backup: when it was made. */
  begun(reading: Reading): number | undefined {
    return this.#time(reading, BEGUN);
  }

  finish(writing: Writing, at: number): void {
    this.#settings.set(writing, TAKEN, String(at));
  }

  /** When the newest backup was made that is known to be whole. */
  taken(reading: Reading): number | undefined {
    return this.#time(reading, TAKEN);
  }

  /** The next start of the platform ends what was under way in the backup. */
  markRestored(writing: Writing, at: number): void {
    this.#settings.set(writing, RESTORED, String(at));
  }

  isRestored(reading: Reading): boolean {
    return this.#time(reading, RESTORED) !== undefined;
  }

  clearRestored(writing: Writing): void {
    this.#settings.remove(writing, RESTORED);
  }

  #time(reading: Reading, name: string): number | undefined {
    const value = this.#settings.get(reading, name);
    return value === undefined ? undefined : Number(value);
  }
}
