import { Module } from '@nestjs/common';
import { ConnectorsModule } from '../connectors/index.ts';
import { ExecutorsModule } from '../executors/index.ts';
import { IdentityModule } from '../identity/index.ts';
import { IngestionModule } from '../ingestion/index.ts';
import { PluginCatalogModule } from '../plugin-catalog/index.ts';
import { GrantsService } from './grants.service.ts';
import { OrdersController } from './orders.controller.ts';
import { OrdersService } from './orders.service.ts';

/** What the platform orders, and its word that an order may read data. */
@Module({
  imports: [ConnectorsModule, ExecutorsModule, IdentityModule, IngestionModule, PluginCatalogModule],
  controllers: [OrdersController],
  providers: [OrdersService, GrantsService],
  exports: [GrantsService],
})
export class OrdersModule {}
