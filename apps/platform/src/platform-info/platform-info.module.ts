import { Module } from '@nestjs/common';
import { BackupModule } from '../backup/backup.module.ts';
import { JobsModule } from '../jobs/jobs.module.ts';
import { PullLoopModule } from '../pull-loop/pull-loop.module.ts';
import { ServiceLinkModule } from '../service-link/service-link.module.ts';
import { UsersModule } from '../users/users.module.ts';
import { InfoPlatformHandler } from './info-platform.handler.ts';

/** Versions and health, for administrators. */
@Module({
  imports: [BackupModule, JobsModule, PullLoopModule, ServiceLinkModule, UsersModule],
  providers: [InfoPlatformHandler],
})
export class PlatformInfoModule {}
