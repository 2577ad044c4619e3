import { ServiceConfig } from '../src/config/index.ts';
import { AttemptsRepository } from '../src/spool/attempts.repository.ts';
import { EventFeed } from '../src/spool/event-feed.ts';
import { EventsRepository } from '../src/spool/events.repository.ts';
import { FileStore } from '../src/spool/file-store.ts';
import { SpoolDatabase } from '../src/spool/spool-database.ts';
import { Spool } from '../src/spool/spool.ts';

export interface OpenSpool {
  readonly database: SpoolDatabase;
  readonly feed: EventFeed;
  readonly files: FileStore;
  readonly spool: Spool;
}

/** A real spool in a folder, without the rest of a service. */
export function openSpool(folder: string): OpenSpool {
  const variables = { DQ0_DATA_ROOT: folder, DQ0_REDIS_URL: 'unix:x', DQ0_PLUGINS: folder, DQ0_RUNTIMES: folder };
  const config = new ServiceConfig({ DQ0_SERVICE_HOME: folder, ...variables });
  const database = new SpoolDatabase(config);
  const feed = new EventFeed(new EventsRepository(database));
  const files = new FileStore(config);
  return { database, feed, files, spool: new Spool(new AttemptsRepository(database), feed, files) };
}
