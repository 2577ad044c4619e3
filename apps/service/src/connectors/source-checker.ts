import { IngestionAnswer, type IngestionOrder } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { ServiceConfig } from '../config/index.ts';
import { ServiceFailure } from '../failures/index.ts';
import { LoginOpener } from './login-opener.ts';
import { startSourceWorker } from './source-worker.ts';

/** The catalogue answers at once, or the database is as good as down. */
const CHECK_SECONDS = 20;

/** Looks at a database before its data set is published: reads what its catalogue says, and no row. */
@Injectable()
export class SourceChecker {
  readonly #config: ServiceConfig;
  readonly #logins: LoginOpener;

  constructor(config: ServiceConfig, logins: LoginOpener) {
    this.#config = config;
    this.#logins = logins;
  }

  /** @throws ServiceFailure CREDENTIAL_UNREADABLE, or INGESTION_FAILED when the worker ended without an answer */
  async check({ definition, credential }: z.infer<typeof IngestionOrder>): Promise<IngestionAnswer> {
    const { connector, tables } = definition;
    if (credential === undefined) throw new ServiceFailure('CREDENTIAL_UNREADABLE');
    const login = await this.#logins.open(credential.sealed, { connector, owner: credential.owner });
    const worker = await startSourceWorker('check-source', this.#config);
    try {
      const request = { connector, login, tables, seconds: CHECK_SECONDS };
      return IngestionAnswer.parse(await worker.ask(request, CHECK_SECONDS * 2000));
    } catch {
      // Without its cause: the request holds the login.
      throw new ServiceFailure('INGESTION_FAILED');
    } finally {
      worker.kill();
    }
  }
}
