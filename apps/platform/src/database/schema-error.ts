export type SchemaFault = 'SCHEMA_MISSING' | 'SCHEMA_STALE' | 'SCHEMA_NEWER' | 'SCHEMA_DRIFT';

const REMEDIES: Record<SchemaFault, string> = {
  SCHEMA_MISSING: 'Run: dq0-platform init --admin EMAIL',
  SCHEMA_STALE: 'Run: dq0-platform migrate',
  SCHEMA_NEWER: 'Start the newer program that wrote it, or restore a backup.',
  SCHEMA_DRIFT: 'Somebody changed the tables by hand: restore a backup, or undo the change.',
};

/** The database file is not the one this program was written for. */
export class SchemaError extends Error {
  readonly code: SchemaFault;
  readonly remedy: string;

  constructor(code: SchemaFault, what: string) {
    super(`${what} ${REMEDIES[code]}`);
    this.name = 'SchemaError';
    this.code = code;
    this.remedy = REMEDIES[code];
  }
}
