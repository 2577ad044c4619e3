/**
 * A proxy has a bundle that this platform signed and its database does not know: an older file was put in its place by
 * hand, with sessions that were ended, messages that were answered and jobs that were run.
 */
export class DatabaseSetBackError extends Error {
  override readonly name = 'DatabaseSetBackError';
  readonly code = 'DATABASE_SET_BACK';

  constructor(origins: readonly string[]) {
    super(
      `The database is older than what ${origins.join(', ')} has of this platform: somebody set it back by hand. ` +
        'Put the newest file back, or run: dq0-platform restore FILE',
    );
  }
}
