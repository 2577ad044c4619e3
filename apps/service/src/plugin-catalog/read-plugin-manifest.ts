import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readManifest, type PluginManifest } from '@dq0/jobs';
import type { PluginRefusal } from '@dq0/protocol';
import { parse } from 'yaml';
import type { RuntimeName } from '../runtimes/runtime.ts';

/** A plugin that the catalogue cannot take; the text, for the log, names file and path, and what to do. */
export class PluginError extends Error {
  override readonly name = 'PluginError';
  readonly reason: PluginRefusal['reason'];
  /** Of a plugin that lacks nothing but its environment. */
  readonly missing: { readonly of: string; readonly environment: RuntimeName } | undefined;

  constructor(
    reason: PluginRefusal['reason'],
    message: string,
    options: { readonly cause?: unknown; readonly missing?: PluginError['missing'] } = {},
  ) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.missing = options.missing;
  }
}

export const MANIFEST = 'plugin.yaml';

/** Reads and checks `plugin.yaml` of a folder. @throws PluginError naming every mistake */
export function readPluginManifest(folder: string): PluginManifest {
  let value: unknown;
  try {
    value = parse(readFileSync(path.join(folder, MANIFEST), 'utf8'), { maxAliasCount: 0 });
  } catch (cause) {
    throw new PluginError('manifest', `${path.join(folder, MANIFEST)} cannot be read as YAML.`, { cause });
  }
  const reading = readManifest(value);
  if (reading.ok) return reading.manifest;
  const problems = reading.problems.map(({ path: where, message }) => `${where}: ${message}`);
  throw new PluginError('manifest', `${path.join(folder, MANIFEST)} is not valid:\n  ${problems.join('\n  ')}`);
}
