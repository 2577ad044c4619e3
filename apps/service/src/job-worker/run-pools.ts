import type { Logger } from '@dq0/node/logging';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { LOGGER, ServiceConfig } from '../config/index.ts';
import { LocalExecutor, WarmPool, type PreparedRun } from '../executors/index.ts';
import { PluginCatalog, type Plugin } from '../plugin-catalog/index.ts';

/** Sandboxes of the certified plugins, started and imported, each for one job. */
@Injectable()
export class RunPools implements OnModuleInit, OnModuleDestroy {
  readonly #config: ServiceConfig;
  readonly #catalog: PluginCatalog;
  readonly #executor: LocalExecutor;
  readonly #logger: Logger;
  readonly #pools = new Map<string, WarmPool<PreparedRun>>();

  constructor(config: ServiceConfig, catalog: PluginCatalog, executor: LocalExecutor, @Inject(LOGGER) logger: Logger) {
    this.#config = config;
    this.#catalog = catalog;
    this.#executor = executor;
    this.#logger = logger;
  }

  onModuleInit(): void {
    for (const plugin of this.#catalog.all()) {
      if (plugin.manifest.class === 'certified') this.#pools.set(plugin.digest, this.#pool(plugin));
    }
    this.refill();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.close()));
  }

  take(plugin: Plugin): Promise<PreparedRun> {
    return this.#pools.get(plugin.digest)?.take() ?? this.#executor.prepare(plugin);
  }

  refill(): void {
    for (const pool of this.#pools.values()) pool.refill();
  }

  #pool(plugin: Plugin): WarmPool<PreparedRun> {
    return new WarmPool({
      size: this.#config.warm,
      make: () => this.#executor.prepare(plugin),
      usable: ({ name }) => this.#executor.waits(name),
      discard: ({ name }) => this.#executor.discard(name),
      onError: (error) => this.#logger.error('SANDBOX_UNSTARTABLE', { plugin: plugin.manifest.name, error }),
    });
  }
}
