export type { Attempt, AttemptId, NewEvent, Output, Phase } from './attempt.ts';
export { FileStore } from './file-store.ts';
export { SpoolDatabase, SpoolTakenError } from './spool-database.ts';
export { SpoolModule } from './spool.module.ts';
export { Spool } from './spool.ts';
