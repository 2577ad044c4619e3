import { Module } from '@nestjs/common';
import { ExecutorsModule } from '../executors/index.ts';
import { PluginCatalogModule } from '../plugin-catalog/index.ts';
import { Environments } from './environments.ts';
import { ExecutorCheck } from './executor-check.ts';
import { ExecutorsController } from './executors.controller.ts';

/** What administrators see and check of the places where jobs run. */
@Module({
  imports: [ExecutorsModule, PluginCatalogModule],
  controllers: [ExecutorsController],
  providers: [Environments, ExecutorCheck],
})
export class ExecutorWatchModule {}
