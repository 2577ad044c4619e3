import { randomToken } from '@dq0/encryption';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../clock/clock.ts';
import { Settings } from '../database/settings.ts';
import { UnitOfWork, type Reading, type Writing } from '../database/unit-of-work.ts';
import { KeyedHash } from '../keys/keyed-hash.ts';

const SETTING = 'enrolment';
const VALIDITY_MS = 24 * 3_600_000;
const Enrolment = z.strictObject({ email: z.string(), hash: z.string(), expiresAt: z.number() });

/** The one-time code of `dq0-platform init`: it stands in for the approval of the first administrator. */
@Injectable()
export class EnrolmentService {
  readonly #clock: Clock;
  readonly #unitOfWork: UnitOfWork;
  readonly #settings: Settings;
  readonly #keyedHash: KeyedHash;

  constructor(clock: Clock, unitOfWork: UnitOfWork, settings: Settings, keyedHash: KeyedHash) {
    this.#clock = clock;
    this.#unitOfWork = unitOfWork;
    this.#settings = settings;
    this.#keyedHash = keyedHash;
  }

  /** A new code for this address, valid 24 h; the one before ends. @returns the code, which is kept nowhere */
  async invite(email: string): Promise<string> {
    const code = randomToken(24);
    const hash = await this.hash(code);
    const expiresAt = this.#clock.now().getTime() + VALIDITY_MS;
    const enrolment = JSON.stringify({ email, hash, expiresAt });
    this.#unitOfWork.write((writing) => this.#settings.set(writing, SETTING, enrolment));
    return code;
  }

  hash(code: string): Promise<string> {
    return this.#keyedHash.of('enrolment', code);
  }

  /** Whether a code, as its hash, is the one that this address was invited with. */
  isOpen(reading: Reading, email: string, hash: string): boolean {
    const open = this.#read(reading);
    return open?.email === email && open.hash === hash && open.expiresAt > this.#clock.now().getTime();
  }

  /** Whether this address is still invited. */
  isInvited(reading: Reading, email: string): boolean {
    const open = this.#read(reading);
    return open?.email === email && open.expiresAt > this.#clock.now().getTime();
  }

  close(writing: Writing): void {
    this.#settings.remove(writing, SETTING);
  }

  #read(reading: Reading): z.infer<typeof Enrolment> | undefined {
    const text = this.#settings.get(reading, SETTING);
    return text === undefined ? undefined : Enrolment.parse(JSON.parse(text));
  }
}
