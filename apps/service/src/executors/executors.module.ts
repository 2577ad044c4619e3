import type { Logger } from '@dq0/node/logging';
import { Module } from '@nestjs/common';
import { LOGGER, ServiceConfig } from '../config/index.ts';
import { findOwnRuntime } from '../runtimes/index.ts';
import { Executor } from './executor.ts';
import { LocalExecutor } from './local/local-executor.ts';
import { Sandbox } from './local/sandbox.ts';

/** Where plugins run, and how they are kept in. */
@Module({
  providers: [
    {
      provide: Sandbox,
      inject: [ServiceConfig, LOGGER],
      useFactory: async (config: ServiceConfig, logger: Logger) =>
        Sandbox.find(config, await findOwnRuntime(config.runtimes), logger),
    },
    {
      provide: LocalExecutor,
      inject: [ServiceConfig, Sandbox],
      useFactory: async (config: ServiceConfig, sandbox: Sandbox) =>
        new LocalExecutor({ runs: config.folder('runs'), own: await findOwnRuntime(config.runtimes), sandbox }),
    },
    { provide: Executor, useExisting: LocalExecutor },
  ],
  exports: [Sandbox, LocalExecutor, Executor],
})
export class ExecutorsModule {}
