import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.ts';
import { ServiceLinkModule } from '../service-link/service-link.module.ts';
import { CheckExecutorHandler } from './check-executor.handler.ts';
import { ListExecutorsHandler } from './list-executors.handler.ts';

/** Where jobs run, and whether that holds, for administrators. */
@Module({ imports: [JobsModule, ServiceLinkModule], providers: [ListExecutorsHandler, CheckExecutorHandler] })
export class ExecutorsModule {}
