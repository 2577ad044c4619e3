import { keepAllowed, type LogFields } from './log-fields.ts';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof LEVELS)[number];

/** What a logger writes to: standard error, or a stream of a file. */
export interface LogStream {
  write(line: string): unknown;
}

export interface LoggerOptions {
  /** Name of the process, for example `proxy`. */
  readonly process: string;
  /** Lowest level that is written; `info` unless given. */
  readonly level?: Level;
  readonly stream?: LogStream;
  readonly now?: () => Date;
}

/** One JSON object a line: time, level, process, event, then the allowed fields. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** `event` is a code (`AREA_EVENT`), not a sentence: anything else is written as `EVENT_INVALID`. */
export function createLogger(options: LoggerOptions): Logger {
  const stream = options.stream ?? process.stderr;
  const now = options.now ?? (() => new Date());
  const lowest = LEVELS.indexOf(options.level ?? 'info');
  const write = (level: Level, event: string, fields: LogFields = {}): void => {
    if (LEVELS.indexOf(level) < lowest) return;
    const code = /^[A-Z][A-Z0-9_]{0,63}$/.test(event) ? event : 'EVENT_INVALID';
    const line = { time: now().toISOString(), level, process: options.process, event: code, ...keepAllowed(fields) };
    stream.write(`${JSON.stringify(line)}\n`);
  };
  return {
    debug: (event, fields) => write('debug', event, fields),
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
  };
}
