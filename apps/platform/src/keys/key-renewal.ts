import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.ts';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Writing } from '../database/unit-of-work.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { KeyRegister } from './key-register.ts';
import { PlatformKeys } from './platform-keys.ts';
import type { KeyRecord } from './platform-keys.repository.ts';

const DAY_MS = 24 * 3_600_000;
/** How long messages are sealed to one encryption key. */
const SEALING_MS = 7 * DAY_MS;
/** How long they are opened with it. */
const OPENING_MS = 14 * DAY_MS;
/** A bundle that announced it is used for a day, and what was sealed then is good for another: so long it is kept at least. */
const AFTER_RENEWAL_MS = 3 * DAY_MS;

/**
 * Encryption keys are short-lived, so that who takes the newest reads a week of messages at most (docs/protocol.md). Each
 * step may be cut off: a key that is not written down is written down by the next run, one that should be gone goes then.
 */
@Injectable()
export class KeyRenewal {
  readonly #clock: Clock;
  readonly #keys: PlatformKeys;
  readonly #register: KeyRegister;
  readonly #audit: AuditService;
  readonly #unitOfWork: UnitOfWork;
  readonly #log: PlatformLog;

  constructor(
    clock: Clock,
    keys: PlatformKeys,
    register: KeyRegister,
    audit: AuditService,
    unitOfWork: UnitOfWork,
    log: PlatformLog,
  ) {
    this.#clock = clock;
    this.#keys = keys;
    this.#register = register;
    this.#audit = audit;
    this.#unitOfWork = unitOfWork;
    this.#log = log;
  }

  /** Where a key cannot be made, the one before goes on serving: administrators see its age on the health page. */
  async run(): Promise<void> {
    try {
      this.#writeDown();
      const [newest] = this.#records();
      if (newest !== undefined && this.#age(newest) >= SEALING_MS) {
        await this.#keys.renew();
        this.#writeDown();
      }
      for (const record of this.#outlived()) this.#destroy(record);
    } catch (error) {
      this.#log.error('KEY_NOT_RENEWED', { error });
    }
  }

  /** Makes the next key and destroys all before it: what was sealed to them is opened by nobody any more. */
  async replaceAll(): Promise<void> {
    await this.#keys.renew();
    this.#writeDown();
    for (const record of this.#records().slice(1)) this.#destroy(record);
  }

  #age({ createdAt }: KeyRecord): number {
    return this.#clock.now().getTime() - createdAt;
  }

  #outlived(): KeyRecord[] {
    const newestFirst = this.#records();
    return newestFirst.filter((record, at) => {
      const successor = newestFirst[at - 1];
      return this.#age(record) >= OPENING_MS && successor !== undefined && this.#age(successor) >= AFTER_RENEWAL_MS;
    });
  }

  /** Of the encryption keys, newest first; one that is not written down yet is not among them. */
  #records(): KeyRecord[] {
    const records = this.#unitOfWork.read((reading) => this.#register.inUse(reading));
    const byThumbprint = new Map(records.map((record) => [record.thumbprint, record]));
    return this.#keys.encryption.flatMap(({ thumbprint }) => byThumbprint.get(thumbprint) ?? []);
  }

  #writeDown(): void {
    this.#unitOfWork.write((writing) => {
      for (const { thumbprint } of this.#register.record(writing)) this.#append(writing, 'key:renew', thumbprint);
    });
  }

  /** The audit row first: without it nothing is destroyed. */
  #destroy({ thumbprint }: KeyRecord): void {
    this.#unitOfWork.write((writing) => this.#append(writing, 'key:destroy', thumbprint));
    this.#keys.destroy(thumbprint);
  }

  #append(writing: Writing, action: string, object: string): void {
    this.#audit.append(writing, { actor: 'dq0-platform', action, object, outcome: 'done', facts: {} });
  }
}
