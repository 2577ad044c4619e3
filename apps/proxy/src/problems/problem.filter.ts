import type { Logger } from '@dq0/node/logging';
import { Catch, Inject, Injectable, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { LOGGER } from '../config/index.ts';
import { toProxyError } from './to-proxy-error.ts';

/** The one place where refusals become answers. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger: Logger;

  constructor(@Inject(LOGGER) logger: Logger) {
    this.#logger = logger;
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const error = toProxyError(thrown);
    if (error.status >= 500)
      this.#logger.error('REQUEST_FAILED', { code: error.code, status: error.status, error: error.cause });
    else this.#logger.debug('REQUEST_REFUSED', { code: error.code, status: error.status });
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.sent) return;
    if (error.retryAfter !== undefined) void reply.header('retry-after', String(error.retryAfter));
    void reply.status(error.status).type('application/json').send(error.problem);
  }
}
