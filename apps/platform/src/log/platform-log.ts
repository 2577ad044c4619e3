import type { Logger, LogFields } from '@dq0/node/logging';

/** The process's structured log as a port: a class, so that it is its own injection token. Holds names and counts only. */
export abstract class PlatformLog implements Logger {
  abstract debug(event: string, fields?: LogFields): void;
  abstract info(event: string, fields?: LogFields): void;
  abstract warn(event: string, fields?: LogFields): void;
  abstract error(event: string, fields?: LogFields): void;
}

/** Writes to the logger of the process. */
export class ProcessLog extends PlatformLog {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    super();
    this.#logger = logger;
  }

  override debug(event: string, fields?: LogFields): void {
    this.#logger.debug(event, fields);
  }

  override info(event: string, fields?: LogFields): void {
    this.#logger.info(event, fields);
  }

  override warn(event: string, fields?: LogFields): void {
    this.#logger.warn(event, fields);
  }

  override error(event: string, fields?: LogFields): void {
    this.#logger.error(event, fields);
  }
}
