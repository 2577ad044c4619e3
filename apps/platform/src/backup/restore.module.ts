import { Module } from '@nestjs/common';
import { BackupModule } from './backup.module.ts';
import { EndedStateRepository } from './ended-state.repository.ts';
import { RestoredState } from './restored-state.ts';

/** What is done, inside the quarantine, with a database that comes out of a backup. */
@Module({ imports: [BackupModule], providers: [EndedStateRepository, RestoredState], exports: [RestoredState] })
export class RestoreModule {}
