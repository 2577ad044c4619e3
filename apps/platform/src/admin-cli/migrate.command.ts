import { mkdirSync } from 'node:fs';
import type { PlatformPorts } from '../config/platform-ports.ts';
import { migrateDatabase } from '../database/open-database.ts';
import type { CommandResult } from './command.ts';

/** Brings the database to this program's schema. Stop the platform first. */
export async function migrate({ config }: PlatformPorts): Promise<CommandResult> {
  mkdirSync(config.home, { recursive: true, mode: 0o700 });
  const applied = await migrateDatabase(config.databasePath);
  const lines = applied.length > 0 ? applied.map((name) => `Applied ${name}.`) : ['The database is up to date.'];
  return { json: { applied }, lines, exit: 0 };
}
