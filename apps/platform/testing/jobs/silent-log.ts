import { PlatformLog } from '../../src/log/platform-log.ts';

/** A log that nobody reads. */
export class SilentLog extends PlatformLog {
  override debug(): void {}
  override info(): void {}
  override warn(): void {}
  override error(): void {}
}
