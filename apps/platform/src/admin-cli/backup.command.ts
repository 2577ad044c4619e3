import { existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { sizeText } from '@dq0/protocol';
import { AuditService } from '../audit/audit.service.ts';
import { ChainVerifier } from '../audit/chain-verifier.ts';
import { BackupRecord } from '../backup/backup-record.ts';
import type { PlatformPorts } from '../config/platform-ports.ts';
import { copyDatabase, removeDatabase } from '../database/copy-database.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { UsageError, withPlatform, type CommandResult } from './command.ts';

/** Copies the database into a folder while the platform runs, and reads the copy back. Keys stay where they are. */
export async function backup(ports: PlatformPorts, folder: string | undefined): Promise<CommandResult> {
  const { config, clock } = ports;
  const at = clock.now();
  const place = path.resolve(folder ?? path.join(config.home, 'backups'));
  const file = path.join(place, `platform-${at.toISOString().replace(/:/g, '-').replace('.', '-')}.sqlite`);
  if (existsSync(file)) throw new UsageError(`${file} is there already. Try again.`);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const rows = await withPlatform(ports, async (context) => {
    const unitOfWork = context.get(UnitOfWork);
    const record = context.get(BackupRecord, { strict: false });
    unitOfWork.write((writing) => record.begin(writing, at.getTime()));
    await copyDatabase(config.databasePath, file);
    const copied = await readBack(ports, file);
    unitOfWork.write((writing) => {
      record.finish(writing, at.getTime());
      context.get(AuditService).append(writing, {
        actor: 'dq0-platform',
        action: 'platform:backup',
        object: at.toISOString(),
        outcome: 'done',
        facts: { rows: copied },
      });
    });
    return copied;
  });
  const { size } = statSync(file);
  return {
    json: { file, takenAt: at.toISOString(), bytes: size, auditRows: rows },
    lines: [
      `Backed up to ${file}`,
      `${sizeText(size)}, read back: ${rows} audit rows, unbroken. Keep it on another machine, as safe as the platform.`,
      'Keys are not in it: keep identity.jwk and hashing.jwk of the folder keys apart from it, once.',
    ],
    exit: 0,
  };
}

/** @returns rows of the audit chain of the copy @throws whatever is wrong with it, after it was removed */
async function readBack(ports: PlatformPorts, file: string): Promise<number> {
  const config = ports.config.withDatabase(file);
  try {
    return await withPlatform({ ...ports, config }, (context) => context.get(ChainVerifier).verify().number);
  } catch (error) {
    removeDatabase(file);
    throw error;
  }
}
