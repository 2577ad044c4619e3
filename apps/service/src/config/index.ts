export { LOGGER } from './logger-token.ts';
export { ServiceConfig } from './service-config.ts';
export { BuilderConfig } from './builder-config.ts';
