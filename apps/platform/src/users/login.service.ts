import { setTimeout as pause } from 'node:timers/promises';
import { CodedError, type Input, type loginUser, type Output } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import type { Caller } from '../operations/handler.ts';
import { DevicesRepository } from './devices.repository.ts';
import { LoginDelay } from './login-delay.ts';
import { newSession, type NewSession } from './new-session.ts';
import { PasswordHasher } from './password-hasher.ts';
import { SessionsRepository } from './sessions.repository.ts';
import { UsersRepository, type User } from './users.repository.ts';

const TOKEN_VALIDITY_MS = 30 * 24 * 3_600_000;

type LoginInput = Input<typeof loginUser>;
type LoginOutput = Output<typeof loginUser>;

/** A login that was found right; the token exists nowhere else. */
export interface PreparedLogin extends NewSession {
  readonly user: User;
  readonly authentication: 'password' | 'passkey';
}

/** Exchanges address and password for a token, on the one device that belongs to the account. */
@Injectable()
export class LoginService {
  readonly #clock: Clock;
  readonly #unitOfWork: UnitOfWork;
  readonly #hasher: PasswordHasher;
  readonly #delay: LoginDelay;
  readonly #users: UsersRepository;
  readonly #devices: DevicesRepository;
  readonly #sessions: SessionsRepository;

  constructor(
    clock: Clock,
    unitOfWork: UnitOfWork,
    hasher: PasswordHasher,
    delay: LoginDelay,
    users: UsersRepository,
    devices: DevicesRepository,
    sessions: SessionsRepository,
  ) {
    this.#clock = clock;
    this.#unitOfWork = unitOfWork;
    this.#hasher = hasher;
    this.#delay = delay;
    this.#users = users;
    this.#devices = devices;
    this.#sessions = sessions;
  }

  /**
   * The same work whether address, password, state or device is wrong.
   * @throws CodedError AUTH_REFUSED | PLATFORM_BUSY
   */
  async prepare({ email, password }: LoginInput, caller: Caller): Promise<PreparedLogin> {
    await pause(this.#delay.waitFor(email, caller.device, this.#clock.now().getTime()));
    const user = this.#unitOfWork.read((reading) => this.#users.byEmail(reading, email));
    const right = await this.#hasher.fits(password, user?.password ?? null);
    const session = await newSession(this.#clock.now().getTime() + TOKEN_VALIDITY_MS);
    if (!right || user === undefined || !this.#mayLogIn(user, caller.device)) {
      this.#delay.failed(email, caller.device, this.#clock.now().getTime());
      throw new CodedError('AUTH_REFUSED');
    }
    this.#delay.succeeded(email, caller.device);
    return { user, authentication: 'password', ...session };
  }

  /**
   * For somebody who proved it otherwise than by the password.
   * @throws CodedError AUTH_REFUSED where this account, or this device, may not log in
   */
  async prepareProved(userId: string, caller: Caller, authentication: 'passkey'): Promise<PreparedLogin> {
    const user = this.#unitOfWork.read((reading) => this.#users.byId(reading, userId));
    if (user === undefined || !this.#mayLogIn(user, caller.device)) throw new CodedError('AUTH_REFUSED');
    return { user, authentication, ...(await newSession(this.#clock.now().getTime() + TOKEN_VALIDITY_MS)) };
  }

  answer({ user, token, mailbox, expiresAt }: PreparedLogin): LoginOutput {
    const expires = new Date(expiresAt).toISOString();
    return { token, expires, mailbox, email: user.email, roles: [...user.roles] };
  }

  /** @throws CodedError AUTH_REFUSED when the account changed since the password was checked */
  logIn(caller: Caller, { user, authentication, tokenHash, mailbox, expiresAt }: PreparedLogin): void {
    this.#unitOfWork.write((writing) => {
      const current = this.#users.byId(writing, user.id);
      const unchanged = current?.password === user.password && current.roles.join() === user.roles.join();
      if (current === undefined || !unchanged || !this.#mayLogIn(current, caller.device)) {
        throw new CodedError('AUTH_REFUSED');
      }
      const createdAt = this.#clock.now().getTime();
      this.#sessions.replace(writing, {
        tokenHash,
        userId: user.id,
        device: caller.device,
        mailbox,
        authentication,
        createdAt,
        expiresAt,
      });
    });
  }

  #mayLogIn(user: User, thumbprint: string): boolean {
    const device = this.#unitOfWork.read((reading) => this.#devices.get(reading, thumbprint));
    return user.state === 'approved' && device?.userId === user.id && !device.machine;
  }
}
