import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.ts';
import { ChainVerifier } from '../audit/chain-verifier.ts';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Reading } from '../database/unit-of-work.ts';
import { BundleService } from '../keys/bundle.service.ts';
import { KeyRegister } from '../keys/key-register.ts';
import { KeyRenewal } from '../keys/key-renewal.ts';
import { BackupRecord } from './backup-record.ts';
import { EndedStateRepository } from './ended-state.repository.ts';
import { UnfitBackupError } from './unfit-backup-error.ts';

/** What the database holds after it was set back. */
export interface Restored {
  /** When the backup was made; what came later is gone. */
  readonly takenAt: Date;
  readonly auditRows: number;
}

/** Makes a database out of a backup fit to be this platform's, before it takes the place of the one that is lost. */
@Injectable()
export class RestoredState {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly chain: ChainVerifier,
    private readonly audit: AuditService,
    private readonly register: KeyRegister,
    private readonly renewal: KeyRenewal,
    private readonly bundles: BundleService,
    private readonly record: BackupRecord,
    private readonly ended: EndedStateRepository,
  ) {}

  /** Destroys the encryption keys before. @throws UnfitBackupError | CodedError AUDIT_BROKEN when it stays as it is */
  async prepare(): Promise<Restored> {
    const takenAt = this.unitOfWork.read((reading) => this.#check(reading));
    const { number: auditRows } = this.chain.verify();
    await this.renewal.replaceAll();
    this.unitOfWork.write((writing) => {
      this.ended.end(writing);
      this.bundles.passOver(writing);
      this.record.finish(writing, takenAt);
      this.record.markRestored(writing, this.clock.now().getTime());
      this.audit.append(writing, {
        actor: 'dq0-platform',
        action: 'platform:restore',
        object: new Date(takenAt).toISOString(),
        outcome: 'done',
        facts: { rows: auditRows },
      });
    });
    return { takenAt: new Date(takenAt), auditRows };
  }

  #check(reading: Reading): number {
    const { integrity_check: found } = reading.get<{ integrity_check: string }>('PRAGMA integrity_check') ?? {
      integrity_check: 'nothing',
    };
    if (found !== 'ok') throw new UnfitBackupError(`The backup is damaged: ${found}. Restore another one.`);
    const takenAt = this.record.begun(reading);
    if (takenAt === undefined) {
      throw new UnfitBackupError('The file was not made by dq0-platform backup. Restore one that was.');
    }
    if (takenAt > this.clock.now().getTime()) {
      throw new UnfitBackupError('The backup is from a later time than this clock shows. Correct the clock first.');
    }
    if (!this.register.inUse(reading).some(({ purpose }) => purpose === 'sig')) {
      throw new UnfitBackupError('The backup is of a platform with another identity key. Bring its folder keys back.');
    }
    return takenAt;
  }
}
