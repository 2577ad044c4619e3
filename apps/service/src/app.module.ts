import type { Logger } from '@dq0/node/logging';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { LOGGER, ServiceConfig } from './config/index.ts';
import { ExecutorWatchModule } from './executor-watch/index.ts';
import { FailureFilter } from './failures/index.ts';
import { IdentityModule } from './identity/index.ts';
import { DataFilesModule } from './data-files/index.ts';
import { IngestionModule } from './ingestion/index.ts';
import { JobWorkerModule } from './job-worker/index.ts';
import { OrdersModule } from './orders/index.ts';
import { PlannerModule } from './planner/index.ts';
import { PluginCatalogModule } from './plugin-catalog/index.ts';
import { SpoolModule } from './spool/index.ts';

/** Configuration and log, for every feature. */
@Module({})
class EnvironmentModule {
  static of(config: ServiceConfig, logger: Logger): DynamicModule {
    const providers = [
      { provide: ServiceConfig, useValue: config },
      { provide: LOGGER, useValue: logger },
    ];
    return { module: EnvironmentModule, global: true, providers, exports: providers };
  }
}

@Module({
  imports: [
    SpoolModule,
    IdentityModule,
    PluginCatalogModule,
    PlannerModule,
    DataFilesModule,
    IngestionModule,
    OrdersModule,
    JobWorkerModule,
    ExecutorWatchModule,
  ],
  providers: [{ provide: APP_FILTER, useClass: FailureFilter }],
})
export class AppModule {
  static of(config: ServiceConfig, logger: Logger): DynamicModule {
    return { module: AppModule, imports: [EnvironmentModule.of(config, logger)] };
  }
}
