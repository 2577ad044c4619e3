import { Controller, Get } from '@nestjs/common';
import { ProxyDatabase } from '../database/index.ts';

/** For a load balancer: 200 when the store can commit, else the problem. */
@Controller('v1/health')
export class HealthController {
  readonly #database: ProxyDatabase;

  constructor(database: ProxyDatabase) {
    this.#database = database;
  }

  @Get()
  async health(): Promise<{ ok: true }> {
    await this.#database.commits.enqueue(() => undefined);
    return { ok: true };
  }
}
