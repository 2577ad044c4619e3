import { setTimeout as pause } from 'node:timers/promises';
import { CodedError, type changePassword, type Input } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import type { KnownCaller } from '../operations/handler.ts';
import { LoginDelay } from './login-delay.ts';
import { PasswordHasher } from './password-hasher.ts';
import { requireStrongPassword } from './password-rules.ts';
import { SessionsRepository } from './sessions.repository.ts';
import { UsersRepository } from './users.repository.ts';

/** A change that was found right: the hash it was checked against, and the new one. */
export interface PreparedPassword {
  readonly before: string | null;
  readonly after: string;
}

/** Another password for somebody who knows the one before. */
@Injectable()
export class PasswordService {
  readonly #clock: Clock;
  readonly #unitOfWork: UnitOfWork;
  readonly #hasher: PasswordHasher;
  readonly #delay: LoginDelay;
  readonly #users: UsersRepository;
  readonly #sessions: SessionsRepository;

  constructor(
    clock: Clock,
    unitOfWork: UnitOfWork,
    hasher: PasswordHasher,
    delay: LoginDelay,
    users: UsersRepository,
    sessions: SessionsRepository,
  ) {
    this.#clock = clock;
    this.#unitOfWork = unitOfWork;
    this.#hasher = hasher;
    this.#delay = delay;
    this.#users = users;
    this.#sessions = sessions;
  }

  /** Guesses wait as they do at login. @throws CodedError PASSWORD_WEAK | PASSWORD_WRONG | PLATFORM_BUSY */
  async prepare({ current, password }: Input<typeof changePassword>, caller: KnownCaller): Promise<PreparedPassword> {
    const { email } = caller.user;
    requireStrongPassword(password, email);
    await pause(this.#delay.waitFor(email, caller.device, this.#clock.now().getTime()));
    const before = this.#unitOfWork.read((reading) => this.#users.byEmail(reading, email))?.password ?? null;
    if (!(await this.#hasher.fits(current, before))) {
      this.#delay.failed(email, caller.device, this.#clock.now().getTime());
      throw new CodedError('PASSWORD_WRONG');
    }
    this.#delay.succeeded(email, caller.device);
    return { before, after: await this.#hasher.hash(password) };
  }

  /**
   * Logins on other devices end with the commit.
   * @returns how many
   * @throws CodedError PASSWORD_WRONG when the password changed since it was checked
   */
  change(caller: KnownCaller, { before, after }: PreparedPassword): number {
    return this.#unitOfWork.write((writing) => {
      const user = this.#users.byId(writing, caller.user.id);
      if (user?.password !== before) throw new CodedError('PASSWORD_WRONG');
      caller.audit.object = user.email;
      this.#users.update(writing, { ...user, password: after });
      return this.#sessions.removeOthers(writing, user.id, caller.device);
    });
  }
}
