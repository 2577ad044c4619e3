import type { ExecutorCheck as Check, ServiceExecutor } from '@dq0/protocol';
import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ServiceConfig } from '../config/index.ts';
import { Executor } from '../executors/index.ts';
import { ServiceFailure } from '../failures/index.ts';
import { Environments } from './environments.ts';
import { ExecutorCheck } from './executor-check.ts';

/** Orders name it so. */
const LOCAL = 'local';

@Controller('executors')
export class ExecutorsController {
  readonly #config: ServiceConfig;
  readonly #executor: Executor;
  readonly #environments: Environments;
  readonly #check: ExecutorCheck;

  constructor(config: ServiceConfig, executor: Executor, environments: Environments, check: ExecutorCheck) {
    this.#config = config;
    this.#executor = executor;
    this.#environments = environments;
    this.#check = check;
  }

  /** How many sandboxes wait would tell when a job ends, and so how long the data took: it is not said. */
  @Get()
  async list(): Promise<{ executors: ServiceExecutor[] }> {
    const { workers: atOnce, warm } = this.#config;
    const { kind, isolation } = this.#executor;
    const environments = await this.#environments.all();
    return { executors: [{ name: LOCAL, kind, isolation: [...isolation], atOnce, warm, environments }] };
  }

  @Post(':name/checks')
  @HttpCode(200)
  async check(@Param('name') name: string): Promise<Check> {
    if (name !== LOCAL) throw new ServiceFailure('EXECUTOR_UNKNOWN');
    return this.#check.check(name);
  }
}
