import type { PluginCatalogue, PluginInfo } from '@dq0/protocol';
import { Controller, Get } from '@nestjs/common';
import type { z } from 'zod';
import { PluginCatalog } from './plugin-catalog.ts';
import { catalogueOf } from './plugin-records.ts';

@Controller()
export class PluginsController {
  readonly #catalog: PluginCatalog;

  constructor(catalog: PluginCatalog) {
    this.#catalog = catalog;
  }

  @Get('plugins')
  list(): { plugins: z.infer<typeof PluginInfo>[] } {
    const plugins = this.#catalog.all().map(({ manifest, digest }) => {
      const { name, version } = manifest;
      return { name, version, class: manifest.class, digest };
    });
    return { plugins };
  }

  @Get('catalogue')
  catalogue(): Promise<PluginCatalogue> {
    return catalogueOf(this.#catalog);
  }
}
