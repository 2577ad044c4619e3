import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { ServiceConfig } from '../config/index.ts';
import { Sandbox } from '../executors/index.ts';
import { LineProcess } from '../line-process/index.ts';
import { PluginCatalog, type Plugin } from '../plugin-catalog/index.ts';
import { PlannerPool } from './planner-pool.ts';

const processes = 2;
const waiting = 256;
const startMilliseconds = 20_000;
/** Descriptor of the seccomp filter in a planner: it has no event pipe. */
const filterDescriptor = 3;
const limits = { memoryBytes: 2 ** 30, fileBytes: 64 * 2 ** 20, processes: 64 };

/** Warm planners: trusted code in a sandbox of its own, without data. */
@Injectable()
export class PlannerService implements OnModuleInit, OnModuleDestroy {
  readonly #config: ServiceConfig;
  readonly #catalog: PluginCatalog;
  readonly #sandbox: Sandbox;
  readonly #pools = new Map<string, PlannerPool>();

  constructor(config: ServiceConfig, catalog: PluginCatalog, sandbox: Sandbox) {
    this.#config = config;
    this.#catalog = catalog;
    this.#sandbox = sandbox;
  }

  onModuleInit(): void {
    for (const plugin of this.#catalog.all()) this.#pool(plugin).warmUp();
  }

  onModuleDestroy(): void {
    for (const pool of this.#pools.values()) pool.close();
  }

  /** The plugin's answer as it is. */
  plan(name: string, digest: string | undefined, request: unknown): Promise<unknown> {
    return this.#pool(this.#catalog.get(name, digest)).ask(request);
  }

  #pool(plugin: Plugin): PlannerPool {
    const known = this.#pools.get(plugin.digest);
    if (known) return known;
    const milliseconds = this.#config.planMilliseconds;
    const start = (): LineProcess => this.#start(plugin);
    const pool = new PlannerPool({ processes, waiting, milliseconds, startMilliseconds, start });
    this.#pools.set(plugin.digest, pool);
    return pool;
  }

  #start(plugin: Plugin): LineProcess {
    const program = {
      command: [...plugin.manifest.entry.plan, '--warm'],
      runtime: plugin.runtime,
      pluginFolder: plugin.folder,
      readable: [],
      writable: [],
      limits,
    };
    const { command, environment, seccomp } = this.#sandbox.launchable(
      program,
      this.#sandbox.nextUid(),
      filterDescriptor,
    );
    return new LineProcess({ command, environment, extraFile: seccomp, cwd: '/' });
  }
}
