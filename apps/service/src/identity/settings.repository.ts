import type { SqliteDatabase } from '@dq0/node/sqlite';
import { Injectable } from '@nestjs/common';
import { SpoolDatabase } from '../spool/index.ts';

/** Facts that the service must remember between starts. */
@Injectable()
export class SettingsRepository {
  readonly #database: SqliteDatabase;

  constructor(spool: SpoolDatabase) {
    this.#database = spool.handle;
  }

  read(name: string): string | undefined {
    return this.#database.prepare<[string], { value: string }>('SELECT value FROM settings WHERE name = ?').get(name)
      ?.value;
  }

  /** Writes once: a setting that exists stays as it is. */
  pin(name: string, value: string): void {
    this.#database.prepare('INSERT OR IGNORE INTO settings (name, value) VALUES (?, ?)').run(name, value);
  }
}
