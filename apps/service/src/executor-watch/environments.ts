import { readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { RuntimeEnvironment } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { ServiceConfig } from '../config/index.ts';
import { PluginCatalog } from '../plugin-catalog/index.ts';
import {
  buildState,
  DRIVERS_BUILD,
  findRuntime,
  OWN_BUILD,
  runtimeFolder,
  type RuntimeName,
} from '../runtimes/index.ts';

const NEXT = {
  preparing: 'It is being built now; look again in a minute.',
  missing: 'Build it where the service runs: node dist/runtimes/main.js build PLUGIN_FOLDER. Then restart the service.',
  failed: 'See what the builder said: it needs Python and a package index, or a cache of one. Then build it again.',
} as const;
const DRIVERS_NEXT = 'Nothing yet: it is built when the first data set of a database is published.';

/** The Python environments that jobs here need, and how each is. */
@Injectable()
export class Environments {
  readonly #config: ServiceConfig;
  readonly #catalog: PluginCatalog;
  /** An environment is never written to again, so its size is found out once. */
  readonly #sizes = new Map<string, Promise<number>>();

  constructor(config: ServiceConfig, catalog: PluginCatalog) {
    this.#config = config;
    this.#catalog = catalog;
  }

  all(): Promise<RuntimeEnvironment[]> {
    const plugins = this.#catalog.all().flatMap(({ folder, manifest: { name, environment } }) => {
      return environment ? [[name, nameOf(environment.python, path.join(folder, environment.lock))] as const] : [];
    });
    const lacking = this.#catalog.refused().flatMap(({ error: { missing } }) => {
      return missing ? [[missing.of, missing.environment] as const] : [];
    });
    const own = [
      ['service', nameOf(OWN_BUILD.python, OWN_BUILD.lockFile)],
      ['databases', nameOf(DRIVERS_BUILD.python, DRIVERS_BUILD.lockFile)],
    ] as const;
    return Promise.all([...own, ...plugins, ...lacking].map(([of, name]) => this.#state(of, name)));
  }

  async #state(of: string, name: RuntimeName): Promise<RuntimeEnvironment> {
    const place = await runtimeFolder(this.#config.runtimes, name);
    const digest = path.basename(place);
    const found = await findRuntime(this.#config.runtimes, name);
    if (found) {
      return { of, python: found.version, digest, state: 'ready', bytes: await this.#size(place), remedy: null };
    }
    const state = buildState(place);
    const remedy = of === 'databases' && state === 'missing' ? DRIVERS_NEXT : NEXT[state];
    return { of, python: name.python, digest, state, bytes: null, remedy };
  }

  #size(place: string): Promise<number> {
    const known = this.#sizes.get(place) ?? bytesBelow(place);
    this.#sizes.set(place, known);
    return known;
  }
}

function nameOf(python: string, lockFile: string): RuntimeName {
  return { python, lock: readFileSync(lockFile, 'utf8') };
}

async function bytesBelow(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) bytes += await bytesBelow(place);
    else if (entry.isFile()) bytes += (await stat(place)).size;
  }
  return bytes;
}
