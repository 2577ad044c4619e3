import { Module } from '@nestjs/common';
import { ExecutorsModule } from '../executors/index.ts';
import { PluginCatalogModule } from '../plugin-catalog/index.ts';
import { PlannerService } from './planner.service.ts';
import { PlansController } from './plans.controller.ts';

/** Plans: what a request would do and cost, found out without data. */
@Module({
  imports: [ExecutorsModule, PluginCatalogModule],
  controllers: [PlansController],
  providers: [PlannerService],
})
export class PlannerModule {}
