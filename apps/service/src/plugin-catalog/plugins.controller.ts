import type { PluginInfo } from '@dq0/protocol';
import { Controller, Get } from '@nestjs/common';
import type { z } from 'zod';
import { PluginCatalog } from './plugin-catalog.ts';

@Controller('plugins')
export class PluginsController {
  readonly #catalog: PluginCatalog;

  constructor(catalog: PluginCatalog) {
    this.#catalog = catalog;
  }

  @Get()
  list(): { plugins: z.infer<typeof PluginInfo>[] } {
    const plugins = this.#catalog.all().map(({ manifest, digest }) => {
      const { name, version } = manifest;
      return { name, version, class: manifest.class, digest };
    });
    return { plugins };
  }
}
