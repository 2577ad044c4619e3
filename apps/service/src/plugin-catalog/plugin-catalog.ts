import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PluginManifest } from '@dq0/jobs';
import type { Logger } from '@dq0/node/logging';
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, ServiceConfig } from '../config/index.ts';
import { ServiceFailure } from '../failures/index.ts';
import { findRuntime, runProgram, type Runtime } from '../runtimes/index.ts';
import { pinPlugin } from './pin-plugin.ts';
import { digestPlugin, readPluginFiles } from './plugin-files.ts';
import { MANIFEST, PluginError, readPluginManifest } from './read-plugin-manifest.ts';

/** A plugin that may be run. */
export interface Plugin {
  readonly manifest: PluginManifest;
  /** `sha256:` and hexadecimal digits. */
  readonly digest: string;
  /** The pinned copy. */
  readonly folder: string;
  /** None for an executable that runs alone. */
  readonly runtime: Runtime | undefined;
}

/** The plugins of this service, read once at start. One that does not keep to its digest is left out, and logged. */
@Injectable()
export class PluginCatalog {
  readonly #config: ServiceConfig;
  readonly #logger: Logger;
  readonly #plugins = new Map<string, Plugin>();

  constructor(config: ServiceConfig, @Inject(LOGGER) logger: Logger) {
    this.#config = config;
    this.#logger = logger;
  }

  async load(): Promise<void> {
    for (const folder of this.#config.plugins.flatMap(pluginFolders)) {
      try {
        const plugin = await this.#read(folder);
        if (this.#plugins.has(plugin.manifest.name)) {
          throw new PluginError(`Two folders hold a plugin named ${plugin.manifest.name}.`);
        }
        this.#plugins.set(plugin.manifest.name, plugin);
        this.#logger.info('PLUGIN_LISTED', { plugin: plugin.manifest.name, version: plugin.manifest.version });
      } catch (error) {
        if (!(error instanceof PluginError)) throw error;
        process.stderr.write(`${error.message}\n`);
        this.#logger.error('PLUGIN_REFUSED', { plugin: path.basename(folder), error });
      }
    }
  }

  all(): Plugin[] {
    return [...this.#plugins.values()];
  }

  /** @throws ServiceFailure PLUGIN_UNKNOWN, or PLUGIN_DIGEST when the one ordered is another */
  get(name: string, digest?: string): Plugin {
    const plugin = this.#plugins.get(name);
    if (!plugin) throw new ServiceFailure('PLUGIN_UNKNOWN');
    if (digest !== undefined && digest !== plugin.digest) throw new ServiceFailure('PLUGIN_DIGEST');
    return plugin;
  }

  async #read(folder: string): Promise<Plugin> {
    const manifest = readPluginManifest(folder);
    const files = readPluginFiles(folder);
    const digest = await digestPlugin(files);
    if (manifest.digest !== digest) {
      throw new PluginError(
        `The plugin in ${folder} differs from its digest. When the change is meant, run: node dist/plugin-catalog/main.js sign ${folder}`,
      );
    }
    const pinned = await pinPlugin(files, digest, this.#config.folder('plugins'));
    const runtime = await this.#runtime(manifest, pinned);
    return { manifest, digest, folder: pinned, runtime };
  }

  async #runtime({ environment, name }: PluginManifest, folder: string): Promise<Runtime | undefined> {
    if (!environment) return undefined;
    const lock = readFileSync(path.join(folder, environment.lock), 'utf8');
    const runtime = await findRuntime(this.#config.runtimes, { python: environment.python, lock });
    if (!runtime) {
      throw new PluginError(
        `The environment of the plugin ${name} has not been built. Run: node dist/runtimes/main.js build PLUGIN_FOLDER`,
      );
    }
    // A sandbox cannot write compiled code beside the source, so every start would compile it again.
    const compile = ['-I', '-m', 'compileall', '-q', '--invalidation-mode', 'unchecked-hash', folder];
    await runProgram(runtime.interpreter, compile, { PATH: '/usr/bin:/bin' });
    return runtime;
  }
}

/** The folder itself when it is a plugin, else the plugins right below it. */
function pluginFolders(folder: string): string[] {
  if (existsSync(path.join(folder, MANIFEST))) return [folder];
  if (!existsSync(folder)) throw new PluginError(`The plugin folder ${folder} does not exist; see DQ0_PLUGINS.`);
  return readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter((below) => existsSync(path.join(below, MANIFEST)));
}
