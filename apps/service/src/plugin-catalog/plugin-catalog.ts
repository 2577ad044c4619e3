import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from '@dq0/node/logging';
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, ServiceConfig } from '../config/index.ts';
import { ServiceFailure } from '../failures/index.ts';
import { readPlugin, type Plugin } from './read-plugin.ts';
import { MANIFEST, PluginError } from './read-plugin-manifest.ts';

/** A folder that was left out, with what the log says in full. */
export interface RefusedPlugin {
  readonly folder: string;
  readonly error: PluginError;
}

/** The plugins of this service, read once at start. One that does not keep to its digest is left out, and logged. */
@Injectable()
export class PluginCatalog {
  readonly #config: ServiceConfig;
  readonly #logger: Logger;
  readonly #plugins = new Map<string, Plugin>();
  readonly #refused: RefusedPlugin[] = [];

  constructor(config: ServiceConfig, @Inject(LOGGER) logger: Logger) {
    this.#config = config;
    this.#logger = logger;
  }

  async load(): Promise<void> {
    for (const folder of this.#config.plugins.flatMap(pluginFolders)) {
      try {
        const plugin = await readPlugin(folder, this.#config);
        if (this.#plugins.has(plugin.manifest.name)) {
          throw new PluginError('name', `Two folders hold a plugin named ${plugin.manifest.name}.`);
        }
        this.#plugins.set(plugin.manifest.name, plugin);
        this.#logger.info('PLUGIN_LISTED', { plugin: plugin.manifest.name, version: plugin.manifest.version });
      } catch (error) {
        if (!(error instanceof PluginError)) throw error;
        this.#refused.push({ folder: path.basename(folder), error });
        process.stderr.write(`${error.message}\n`);
        this.#logger.error('PLUGIN_REFUSED', { plugin: path.basename(folder), error });
      }
    }
  }

  all(): Plugin[] {
    return [...this.#plugins.values()];
  }

  refused(): readonly RefusedPlugin[] {
    return this.#refused;
  }

  /** @throws ServiceFailure PLUGIN_UNKNOWN, or PLUGIN_DIGEST when the one ordered is another */
  get(name: string, digest?: string): Plugin {
    const plugin = this.#plugins.get(name);
    if (!plugin) throw new ServiceFailure('PLUGIN_UNKNOWN');
    if (digest !== undefined && digest !== plugin.digest) throw new ServiceFailure('PLUGIN_DIGEST');
    return plugin;
  }
}

/** The folder itself when it is a plugin, else the plugins right below it. */
function pluginFolders(folder: string): string[] {
  if (existsSync(path.join(folder, MANIFEST))) return [folder];
  if (!existsSync(folder)) {
    throw new PluginError('files', `The plugin folder ${folder} does not exist; see DQ0_PLUGINS.`);
  }
  return readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter((below) => existsSync(path.join(below, MANIFEST)));
}
