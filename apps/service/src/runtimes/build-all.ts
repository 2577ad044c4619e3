import path from 'node:path';
import type { BuilderConfig } from '../config/index.ts';
import { readPluginManifest } from '../plugin-catalog/read-plugin-manifest.ts';
import { buildRuntime } from './build-runtime.ts';
import { OWN_BUILD } from './own-runtime.ts';

/** One environment after the other: the second finds most of its packages in the installer's cache. */
export async function buildAll(
  pluginFolders: readonly string[],
  config: BuilderConfig,
  say: (text: string) => void,
): Promise<void> {
  await buildRuntime(OWN_BUILD, config, say);
  for (const folder of pluginFolders) {
    const { environment } = readPluginManifest(folder);
    if (environment === undefined) continue;
    await buildRuntime({ python: environment.python, lockFile: path.join(folder, environment.lock) }, config, say);
  }
}
