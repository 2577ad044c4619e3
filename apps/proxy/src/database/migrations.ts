import type { Migration } from '@dq0/node/sqlite';
import { firstSchema } from './migrations/0001-first-schema.ts';

/** In order; a released one is never changed. */
export const migrations: readonly Migration[] = [firstSchema];
