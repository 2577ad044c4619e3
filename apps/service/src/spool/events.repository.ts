import type { SqliteDatabase } from '@dq0/node/sqlite';
import { ServiceEvent } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { SpoolDatabase } from './spool-database.ts';

interface Row {
  readonly seq: number;
  readonly job: string;
  readonly attempt: number;
  readonly epoch: number;
  readonly time: string;
  readonly body: string;
}
const pageSize = 500;

/** The feed of events, in the order in which they became durable. */
@Injectable()
export class EventsRepository {
  readonly #database: SqliteDatabase;

  constructor(spool: SpoolDatabase) {
    this.#database = spool.handle;
  }

  after(seq: number): ServiceEvent[] {
    return this.#database
      .prepare<[number, number], Row>(
        'SELECT seq, job, attempt, epoch, time, body FROM events WHERE seq > ? ORDER BY seq LIMIT ?',
      )
      .all(seq, pageSize)
      .map(({ body, ...frame }) => ServiceEvent.parse({ ...frame, ...(JSON.parse(body) as object) }));
  }

  /** Events up to this number have been taken over by the platform. */
  acknowledge(upTo: number): void {
    this.#database.prepare('DELETE FROM events WHERE seq <= ?').run(upTo);
  }
}
