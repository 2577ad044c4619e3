import { Global, Module } from '@nestjs/common';
import { AttemptsRepository } from './attempts.repository.ts';
import { EventFeed } from './event-feed.ts';
import { EventsController } from './events.controller.ts';
import { EventsRepository } from './events.repository.ts';
import { FileStore } from './file-store.ts';
import { FilesController } from './files.controller.ts';
import { SpoolDatabase } from './spool-database.ts';
import { Spool } from './spool.ts';

/** Orders, events and outputs, on disk until the platform has them. */
@Global()
@Module({
  controllers: [EventsController, FilesController],
  providers: [SpoolDatabase, AttemptsRepository, EventsRepository, EventFeed, FileStore, Spool],
  exports: [SpoolDatabase, FileStore, Spool],
})
export class SpoolModule {}
