import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PluginManifest } from '@dq0/jobs';
import type { ServiceConfig } from '../config/index.ts';
import { findRuntime, runProgram, type Runtime } from '../runtimes/index.ts';
import { pinPlugin } from './pin-plugin.ts';
import { digestPlugin, readPluginFiles } from './plugin-files.ts';
import { PluginError, readPluginManifest } from './read-plugin-manifest.ts';

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

/** The plugin of a folder, as exactly the bytes that its digest names. @throws PluginError */
export async function readPlugin(folder: string, config: ServiceConfig): Promise<Plugin> {
  const manifest = readPluginManifest(folder);
  const files = readPluginFiles(folder);
  const digest = await digestPlugin(files);
  if (manifest.digest !== digest) {
    throw new PluginError(
      'digest',
      `The plugin in ${folder} differs from its digest. When the change is meant, run: node dist/plugin-catalog/main.js sign ${folder}`,
    );
  }
  const pinned = await pinPlugin(files, digest, config.folder('plugins'));
  const runtime = await runtimeOf(manifest, pinned, config);
  return { manifest, digest, folder: pinned, runtime };
}

/** Whether the copy that runs still is what was checked. */
export async function isIntact({ folder, digest }: Plugin): Promise<boolean> {
  try {
    return (await digestPlugin(readPluginFiles(folder))) === digest;
  } catch {
    return false;
  }
}

async function runtimeOf(
  { environment, name }: PluginManifest,
  folder: string,
  config: ServiceConfig,
): Promise<Runtime | undefined> {
  if (!environment) return undefined;
  const lock = readFileSync(path.join(folder, environment.lock), 'utf8');
  const asked = { python: environment.python, lock };
  const runtime = await findRuntime(config.runtimes, asked);
  if (!runtime) {
    throw new PluginError(
      'environment',
      `The environment of the plugin ${name} has not been built. Run: node dist/runtimes/main.js build PLUGIN_FOLDER`,
      { missing: { of: name, environment: asked } },
    );
  }
  // A sandbox cannot write compiled code beside the source, so every start would compile it again.
  const compile = ['-I', '-m', 'compileall', '-q', '--invalidation-mode', 'unchecked-hash', folder];
  await runProgram(runtime.interpreter, compile, { PATH: '/usr/bin:/bin' });
  return runtime;
}
