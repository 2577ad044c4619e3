export { createLogger, type Level, type Logger, type LoggerOptions, type LogStream } from './logger.ts';
export { LOG_FIELDS, type LogFields } from './log-fields.ts';
export { NestLogger } from './nest-logger.ts';
