/** A file that cannot be restored here; the text says why and what to do, and nothing has been changed. */
export class UnfitBackupError extends Error {
  override readonly name = 'UnfitBackupError';
  readonly code = 'BACKUP_UNFIT';
}
