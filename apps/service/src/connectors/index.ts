export { ConnectorsModule } from './connectors.module.ts';
export { FetchError, Fetcher, type FetchRequest } from './fetcher.ts';
export { startOwnPython } from './own-python.ts';
