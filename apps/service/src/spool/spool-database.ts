import { mkdirSync } from 'node:fs';
import { migrate, openDatabase, type SqliteDatabase } from '@dq0/node/sqlite';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ServiceConfig } from '../config/index.ts';
import { SPOOL_MIGRATIONS } from './spool-schema.ts';

/** Another service works on the same state folder. */
export class SpoolTakenError extends Error {
  override readonly name = 'SpoolTakenError';
  readonly code = 'SPOOL_TAKEN';
}

/**
 * The spool's file. It holds what is on its way, so an older file is brought up to date at start. A second handle on a
 * lock file keeps a transaction open for as long as the process lives: two services must never run the same orders,
 * and the lock of a killed one vanishes with it.
 */
@Injectable()
export class SpoolDatabase implements OnApplicationShutdown {
  readonly handle: SqliteDatabase;
  readonly #lock: SqliteDatabase;

  constructor(config: ServiceConfig) {
    mkdirSync(config.folder('spool'), { recursive: true, mode: 0o700 });
    this.#lock = openDatabase(config.folder('spool', 'lock.sqlite'));
    try {
      this.#lock.pragma('busy_timeout = 0');
      this.#lock.exec('BEGIN IMMEDIATE');
    } catch (cause) {
      this.#lock.close();
      throw new SpoolTakenError('Another service works on this state folder. Stop it first.', { cause });
    }
    this.handle = openDatabase(config.folder('spool', 'spool.sqlite'));
    migrate(this.handle, SPOOL_MIGRATIONS);
  }

  onApplicationShutdown(): void {
    this.handle.close();
    this.#lock.close();
  }
}
