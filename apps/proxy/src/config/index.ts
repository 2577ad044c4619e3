export { Clock } from './clock.ts';
export { LOGGER } from './logger-token.ts';
export { databaseFromEnvironment, ProxyConfig } from './proxy-config.ts';
