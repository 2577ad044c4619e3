import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readManifest, type PluginManifest } from '@dq0/jobs';
import { parse } from 'yaml';

/** A plugin that the catalogue cannot take; the text names file and path, and what to do. */
export class PluginError extends Error {
  override readonly name = 'PluginError';
}

export const MANIFEST = 'plugin.yaml';

/** Reads and checks `plugin.yaml` of a folder. @throws PluginError naming every mistake */
export function readPluginManifest(folder: string): PluginManifest {
  let value: unknown;
  try {
    value = parse(readFileSync(path.join(folder, MANIFEST), 'utf8'), { maxAliasCount: 0 });
  } catch (cause) {
    throw new PluginError(`${path.join(folder, MANIFEST)} cannot be read as YAML.`, { cause });
  }
  const reading = readManifest(value);
  if (reading.ok) return reading.manifest;
  const problems = reading.problems.map(({ path: where, message }) => `${where}: ${message}`);
  throw new PluginError(`${path.join(folder, MANIFEST)} is not valid:\n  ${problems.join('\n  ')}`);
}
