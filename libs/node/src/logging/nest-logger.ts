import type { Logger } from './logger.ts';

/**
 * Nest's `LoggerService` over the structured logger. Nest's lines are free text and its exception lines quote
 * messages, so only the component that spoke and, for errors, the kind of error are kept.
 */
export class NestLogger {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  log(_message: unknown, ...rest: unknown[]): void {
    this.#logger.debug('NEST', contextOf(rest));
  }

  debug(_message: unknown, ...rest: unknown[]): void {
    this.#logger.debug('NEST', contextOf(rest));
  }

  verbose(_message: unknown, ...rest: unknown[]): void {
    this.#logger.debug('NEST', contextOf(rest));
  }

  warn(_message: unknown, ...rest: unknown[]): void {
    this.#logger.warn('NEST_WARNING', contextOf(rest));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const error = message instanceof Error ? { error: message } : {};
    this.#logger.error('NEST_ERROR', { ...contextOf(rest), ...error });
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.error(message, ...rest);
  }
}

/** Nest passes the component's name last; a stack that takes its place is longer than any name. */
function contextOf(rest: readonly unknown[]): { component?: string } {
  const last = rest.at(-1);
  return typeof last === 'string' && /^[A-Za-z0-9 _-]{1,64}$/.test(last) ? { component: last } : {};
}
