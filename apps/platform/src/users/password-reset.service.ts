import { setTimeout as pause } from 'node:timers/promises';
import type { Input, newPassword } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Reading, type Writing } from '../database/unit-of-work.ts';
import { KeyedHash } from '../keys/keyed-hash.ts';
import { MailService } from '../mail/mail.service.ts';
import { CountedRefusal } from '../operations/counted-refusal.ts';
import type { Caller } from '../operations/handler.ts';
import { newConfirmationCode, normalCode } from './confirmation-code.ts';
import { DevicesRepository } from './devices.repository.ts';
import { LoginDelay } from './login-delay.ts';
import { PasswordHasher } from './password-hasher.ts';
import { PasswordResetsRepository } from './password-resets.repository.ts';
import { requireStrongPassword } from './password-rules.ts';
import { foreignResetMail, passwordSetMail, resetMail } from './reset-mail.ts';
import { SessionsRepository } from './sessions.repository.ts';
import { UsersRepository, type User } from './users.repository.ts';

const CODE_VALIDITY_MS = 15 * 60_000;
const MOST_TRIES = 5;
/** One device asks for so many mails: more would only fill a mailbox. */
const PAUSE_MS = 60_000;
/** No code has this hash. */
const NOBODY = 'nobody';

export interface PreparedReset {
  readonly code: string;
  readonly codeHash: string;
}

/** A new password that may be set, if its code is right. */
export interface PreparedNewPassword {
  readonly codeHash: string;
  readonly password: string;
}

/** A new password for somebody who reads the mailbox of an account, on a device that belongs to it. */
@Injectable()
export class PasswordResetService {
  readonly #clock: Clock;
  readonly #unitOfWork: UnitOfWork;
  readonly #keyedHash: KeyedHash;
  readonly #hasher: PasswordHasher;
  readonly #delay: LoginDelay;
  readonly #mail: MailService;
  readonly #users: UsersRepository;
  readonly #devices: DevicesRepository;
  readonly #sessions: SessionsRepository;
  readonly #resets: PasswordResetsRepository;

  constructor(
    clock: Clock,
    unitOfWork: UnitOfWork,
    keyedHash: KeyedHash,
    hasher: PasswordHasher,
    delay: LoginDelay,
    mail: MailService,
    users: UsersRepository,
    devices: DevicesRepository,
    sessions: SessionsRepository,
    resets: PasswordResetsRepository,
  ) {
    this.#clock = clock;
    this.#unitOfWork = unitOfWork;
    this.#keyedHash = keyedHash;
    this.#hasher = hasher;
    this.#delay = delay;
    this.#mail = mail;
    this.#users = users;
    this.#devices = devices;
    this.#sessions = sessions;
    this.#resets = resets;
  }

  async prepareReset(): Promise<PreparedReset> {
    const code = newConfirmationCode();
    return { code, codeHash: await this.#codeHash(code) };
  }

  /** The same row for every address; only the reader of the mail learns more. A wish that was just made stands. */
  ask(email: string, { device }: Caller, { code, codeHash }: PreparedReset): void {
    this.#unitOfWork.write((writing) => {
      const createdAt = this.#clock.now().getTime();
      const before = this.#resets.ofDevice(writing, device);
      if (before !== undefined && createdAt - before.createdAt < PAUSE_MS) return;
      const user = this.#users.byEmail(writing, email);
      const known = user?.state === 'approved' ? user : undefined;
      const own = known !== undefined && this.#isOwn(writing, known, device);
      this.#resets.replace(writing, {
        device,
        userId: own ? known.id : null,
        codeHash: own ? codeHash : NOBODY,
        tries: 0,
        createdAt,
        expiresAt: createdAt + CODE_VALIDITY_MS,
      });
      if (known === undefined) return;
      this.#mail.queue(writing, own ? resetMail(email, device, code) : foreignResetMail(email, device));
    });
  }

  /** The same work for every address and code; guesses wait as they do at login. @throws CodedError PASSWORD_WEAK | PLATFORM_BUSY */
  async prepare(
    { email, code, password }: Input<typeof newPassword>,
    { device }: Caller,
  ): Promise<PreparedNewPassword> {
    requireStrongPassword(password, email);
    await pause(this.#delay.waitFor(email, device, this.#clock.now().getTime()));
    return { codeHash: await this.#codeHash(code), password: await this.#hasher.hash(password) };
  }

  /**
   * Every login of the account ends with the commit, machines included.
   * @returns how many
   * @throws CodedError RESET_REFUSED, alike for every cause; a wrong code counts as a try
   */
  set(email: string, { device }: Caller, { codeHash, password }: PreparedNewPassword): number {
    return this.#unitOfWork.write((writing) => {
      const now = this.#clock.now().getTime();
      const reset = this.#resets.ofDevice(writing, device);
      const user = reset?.userId == null ? undefined : this.#users.byId(writing, reset.userId);
      const open = reset !== undefined && reset.expiresAt > now && reset.tries < MOST_TRIES;
      const right = open && reset.codeHash === codeHash && user?.email === email;
      if (!right || user.state !== 'approved' || !this.#isOwn(writing, user, device)) {
        this.#delay.failed(email, device, now);
        throw new CountedRefusal('RESET_REFUSED', (refusing) => this.#resets.countTry(refusing, device));
      }
      this.#delay.succeeded(email, device);
      this.#users.update(writing, { ...user, password });
      this.#resets.removeOfUser(writing, user.id);
      this.#mail.queue(writing, passwordSetMail(email, device));
      return this.#sessions.removeOfUser(writing, user.id);
    });
  }

  /** A machine sets no password: it is nobody who reads mail. */
  #isOwn(reading: Reading | Writing, user: User, thumbprint: string): boolean {
    const device = this.#devices.get(reading, thumbprint);
    return device?.userId === user.id && !device.machine;
  }

  #codeHash(code: string): Promise<string> {
    return this.#keyedHash.of('password-reset', normalCode(code));
  }
}
