import { Module } from '@nestjs/common';
import { BackupRecord } from './backup-record.ts';

/** When the database was backed up, and whether it came out of a backup. */
@Module({ providers: [BackupRecord], exports: [BackupRecord] })
export class BackupModule {}
