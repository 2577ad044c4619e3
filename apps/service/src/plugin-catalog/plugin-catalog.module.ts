import { Module } from '@nestjs/common';
import type { Logger } from '@dq0/node/logging';
import { LOGGER, ServiceConfig } from '../config/index.ts';
import { PluginCatalog } from './plugin-catalog.ts';
import { PluginsController } from './plugins.controller.ts';

/** Which plugins there are, as exactly the bytes that their digests name. */
@Module({
  controllers: [PluginsController],
  providers: [
    {
      provide: PluginCatalog,
      inject: [ServiceConfig, LOGGER],
      useFactory: async (config: ServiceConfig, logger: Logger) => {
        const catalog = new PluginCatalog(config, logger);
        await catalog.load();
        return catalog;
      },
    },
  ],
  exports: [PluginCatalog],
})
export class PluginCatalogModule {}
