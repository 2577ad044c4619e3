import { assertSchema, GroupCommit, openDatabase, type SqliteDatabase } from '@dq0/node/sqlite';
import type { Logger } from '@dq0/node/logging';
import { Inject, Injectable } from '@nestjs/common';
import { Clock, LOGGER, ProxyConfig } from '../config/index.ts';
import { raiseCursors } from './cursors.ts';
import { migrations } from './migrations.ts';

/** How the schema is brought up to date; named wherever a stale one is refused. */
export const MIGRATE_COMMAND = 'node dist/main.js migrate';

/** The proxy's one file: reads go to the handle, writes through the group commit. */
@Injectable()
export class ProxyDatabase {
  readonly handle: SqliteDatabase;
  readonly commits: GroupCommit;
  /** Settles when the disk can no longer be trusted; the process then stops with an error. */
  readonly broken: Promise<unknown>;

  constructor(config: ProxyConfig, clock: Clock, @Inject(LOGGER) logger: Logger) {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.broken = promise;
    this.handle = openDatabase(config.database);
    try {
      assertSchema(this.handle, migrations, MIGRATE_COMMAND);
      this.#limitSize(config.storeBytes);
      raiseCursors(this.handle, clock.now());
    } catch (error) {
      this.handle.close();
      throw error;
    }
    this.commits = new GroupCommit(this.handle, {
      onBroken: (error) => {
        logger.error('STORE_BROKEN', { error });
        resolve(undefined);
      },
    });
  }

  /** Bytes in use, free pages inside the file left out. */
  usedBytes(): number {
    const read = (name: string): number => this.handle.pragma(name, { simple: true }) as number;
    return (read('page_count') - read('freelist_count')) * read('page_size');
  }

  /** Commits what waits and closes the file. */
  close(): void {
    if (!this.handle.open) return;
    this.commits.drain();
    this.handle.close();
  }

  #limitSize(bytes: number): void {
    const pageSize = this.handle.pragma('page_size', { simple: true }) as number;
    this.handle.pragma(`max_page_count = ${Math.ceil(bytes / pageSize)}`);
    // A checkpoint every 16 MiB of log: with the default of 4 MiB it would run twice a second under load.
    this.handle.pragma(`wal_autocheckpoint = ${Math.ceil((16 * 1024 * 1024) / pageSize)}`);
  }
}
