export { ConfigError, readConfig } from './read-config.ts';
export { flag, integer, text } from './settings.ts';
