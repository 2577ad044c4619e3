export { ConnectorsModule } from './connectors.module.ts';
export type { DatabasePlace } from './database-place.ts';
export { FetchError } from './fetch-error.ts';
export { Fetcher } from './fetcher.ts';
export { LoginOpener } from './login-opener.ts';
export { SourceChecker } from './source-checker.ts';
export { SourceFetcher } from './source-fetcher.ts';
export { startOwnPython } from './own-python.ts';
