import { chmodSync, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { RestoredState, type Restored } from '../backup/restored-state.ts';
import { UnfitBackupError } from '../backup/unfit-backup-error.ts';
import type { PlatformPorts } from '../config/platform-ports.ts';
import { isInUse, removeDatabase, replaceDatabase } from '../database/copy-database.ts';
import { migrateDatabase } from '../database/open-database.ts';
import { HASHING } from '../keys/keyed-hash.ts';
import { makeKeys } from '../keys/make-keys.ts';
import { IDENTITY } from '../keys/platform-keys.ts';
import { UsageError, withPlatform, type CommandResult } from './command.ts';

/**
 * Sets the database back to a backup; the platform must be stopped. The database that was there stays beside it. Until
 * the last step, which renames one file, everything is as it was but for the encryption keys.
 */
export async function restore(ports: PlatformPorts, file: string | undefined): Promise<CommandResult> {
  const { config, keyStore } = ports;
  if (file === undefined) throw new UsageError('Name the backup: dq0-platform restore FILE');
  if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  const missing = [IDENTITY, HASHING].filter((name) => !keyStore.has(name));
  if (missing.length > 0) {
    const files = missing.map((name) => `${name}.jwk`).join(' and ');
    throw new UnfitBackupError(`The platform's own ${files} are not in ${config.keysFolder}. Bring them back first.`);
  }
  await assertStopped(config.databasePath);
  const draft = `${config.databasePath}.restoring`;
  const aside = `${config.databasePath}.before-${ports.clock.now().toISOString().replace(/[:.]/g, '-')}`;
  const hadDatabase = existsSync(config.databasePath);
  mkdirSync(config.home, { recursive: true, mode: 0o700 });
  const restored = await prepare(ports, file, draft);
  replaceDatabase(config.databasePath, draft, aside);
  return told(restored, hadDatabase ? aside : null);
}

async function assertStopped(databasePath: string): Promise<void> {
  if (!existsSync(databasePath)) return;
  // What cannot be opened is what a backup is for.
  const inUse = await isInUse(databasePath).catch(() => false);
  if (inUse) throw new UsageError('The platform runs. Stop it, then restore.');
}

async function prepare(ports: PlatformPorts, file: string, draft: string): Promise<Restored> {
  removeDatabase(draft);
  try {
    copyFileSync(file, draft);
    chmodSync(draft, 0o600);
    await migrateDatabase(draft);
    await makeKeys(ports.keyStore);
    const config = ports.config.withDatabase(draft);
    return await withPlatform({ ...ports, config }, (context) =>
      context.get(RestoredState, { strict: false }).prepare(),
    );
  } catch (error) {
    removeDatabase(draft);
    throw unfit(error) ?? error;
  }
}

/** What is wrong with the file itself, in words. */
function unfit(cause: unknown): UnfitBackupError | undefined {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'AUDIT_BROKEN') {
    return new UnfitBackupError('The audit chain of the backup is broken. Restore another one.', { cause });
  }
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) {
    return new UnfitBackupError('The file is no database, or damaged. Restore another backup.', { cause });
  }
  return undefined;
}

function told({ takenAt, auditRows }: Restored, aside: string | null): CommandResult {
  const time = takenAt.toISOString();
  return {
    json: { takenAt: time, auditRows, replaced: aside },
    lines: [
      `The platform is as it was at ${time}, with ${auditRows} audit rows.`,
      ...(aside === null ? [] : [`The database that was there is kept: ${aside}`]),
      '',
      'Start the platform. Then:',
      '- Everybody logs in again; machines are paired again. Encryption keys are new.',
      '- spend.journal charges what was opened since, so no budget grows back. Accounts that it does not know are closed.',
      '- Decide again what was decided since: people let in, disabled or moved, devices revoked, policies and requests.',
      '- dq0 audit verify alarms once who has seen later rows of the record: the row platform:restore says why they are gone.',
    ],
    exit: 0,
  };
}
