import type { Logger } from '@dq0/node/logging';
import { Catch, Inject, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { LOGGER } from '../config/index.ts';
import { toFailure } from './to-failure.ts';

/** The one place where failures become answers: `{ code, message }`. */
@Catch()
@Injectable()
export class FailureFilter implements ExceptionFilter {
  readonly #logger: Logger;

  constructor(@Inject(LOGGER) logger: Logger) {
    this.#logger = logger;
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const failure = toFailure(thrown);
    const fields = { code: failure.code, status: failure.status };
    if (failure.status >= 500) this.#logger.error('REQUEST_FAILED', { ...fields, error: failure.cause });
    else this.#logger.info('REQUEST_REFUSED', fields);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent) return;
    void reply.status(failure.status).type('application/json').send({ code: failure.code, message: failure.message });
  }
}
