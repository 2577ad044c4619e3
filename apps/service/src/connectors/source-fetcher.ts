import { Injectable } from '@nestjs/common';
import { ServiceConfig } from '../config/index.ts';
import { LineProcessError } from '../line-process/index.ts';
import type { DatabasePlace } from './database-place.ts';
import { FetchAnswer } from './fetch-answer.ts';
import { FetchError } from './fetch-error.ts';
import type { FetchRequest } from './fetcher.ts';
import { LoginOpener } from './login-opener.ts';
import { startSourceWorker } from './source-worker.ts';

export interface SourceRequest extends Omit<FetchRequest, 'tables'> {
  readonly place: DatabasePlace;
  /** Sealed to this service; handed over with the grant. */
  readonly credential: string | null;
}

/** The database is told to stop a statement a little before the worker is. */
const MARGIN_SECONDS = 2;

/** Runs compiled statements in a database, each fetch in a worker of its own that then ends. */
@Injectable()
export class SourceFetcher {
  readonly #config: ServiceConfig;
  readonly #logins: LoginOpener;

  constructor(config: ServiceConfig, logins: LoginOpener) {
    this.#config = config;
    this.#logins = logins;
  }

  /** File name per statement name. @throws FetchError with the reason for the owner */
  async fetch({ place, credential, statements, output, mostBytes }: SourceRequest): Promise<Record<string, string>> {
    const { connector, tables } = place;
    if (statements.some(({ dialect }) => dialect !== connector.type)) {
      throw new FetchError('The plan was made for another kind of source.');
    }
    const login = await this.#logins.open(credential, place);
    const { fetchMilliseconds } = this.#config;
    const seconds = Math.max(1, fetchMilliseconds / 1000 - MARGIN_SECONDS);
    const worker = await startSourceWorker('fetch-source', this.#config);
    try {
      const request = { connector, login, tables, seconds, statements, output, mostBytes };
      const answer = FetchAnswer.parse(await worker.ask(request, fetchMilliseconds));
      if (!answer.ok) throw new FetchError(`The data could not be read (${answer.reason}).`);
      return answer.files;
    } catch (error) {
      if (error instanceof FetchError) throw error;
      const late = error instanceof LineProcessError && error.code === 'LINE_TIMEOUT';
      // Without its cause: the request holds the login.
      throw new FetchError(late ? 'The data could not be read in time.' : 'The fetch worker ended without an answer.');
    } finally {
      worker.kill();
    }
  }
}
