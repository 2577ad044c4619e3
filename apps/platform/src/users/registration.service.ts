import { CodedError, type Input, type registerUser, type confirmUser } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Writing } from '../database/unit-of-work.ts';
import { KeyedHash } from '../keys/keyed-hash.ts';
import { MailService } from '../mail/mail.service.ts';
import { CountedRefusal } from '../operations/counted-refusal.ts';
import type { Caller } from '../operations/handler.ts';
import { newConfirmationCode, normalCode } from './confirmation-code.ts';
import { ConfirmationCodesRepository, type PendingRegistration } from './confirmation-codes.repository.ts';
import { DevicesRepository } from './devices.repository.ts';
import { EnrolmentService } from './enrolment.service.ts';
import { PasswordHasher } from './password-hasher.ts';
import { requireStrongPassword } from './password-rules.ts';
import { codeMail, settledMail } from './registration-mail.ts';
import { UsersRepository, type User } from './users.repository.ts';

const CODE_VALIDITY_MS = 24 * 3_600_000;
const MOST_TRIES = 5;
/** Applications for one address that may be open: more would only fill its mailbox. */
const MOST_OPEN = 20;

type RegisterInput = Input<typeof registerUser>;
type ConfirmInput = Input<typeof confirmUser>;

/** What takes time and is the same work for every address, done before the transaction. */
export interface PreparedRegistration {
  readonly password: string;
  readonly code: string;
  readonly codeHash: string;
  readonly enrolmentHash: string | null;
}

/**
 * Registration: a device applies with an address; the mailed code, typed on that device, proves the mailbox; a person
 * decides. Nothing about an existing user changes before the code comes back, and nothing at all for a settled one.
 */
@Injectable()
export class RegistrationService {
  readonly #clock: Clock;
  readonly #unitOfWork: UnitOfWork;
  readonly #keyedHash: KeyedHash;
  readonly #hasher: PasswordHasher;
  readonly #enrolment: EnrolmentService;
  readonly #mail: MailService;
  readonly #users: UsersRepository;
  readonly #devices: DevicesRepository;
  readonly #codes: ConfirmationCodesRepository;

  constructor(
    clock: Clock,
    unitOfWork: UnitOfWork,
    keyedHash: KeyedHash,
    hasher: PasswordHasher,
    enrolment: EnrolmentService,
    mail: MailService,
    users: UsersRepository,
    devices: DevicesRepository,
    codes: ConfirmationCodesRepository,
  ) {
    this.#clock = clock;
    this.#unitOfWork = unitOfWork;
    this.#keyedHash = keyedHash;
    this.#hasher = hasher;
    this.#enrolment = enrolment;
    this.#mail = mail;
    this.#users = users;
    this.#devices = devices;
    this.#codes = codes;
  }

  /** @throws CodedError PASSWORD_WEAK | PLATFORM_BUSY */
  async prepareRegistration({ email, password, enrolmentCode }: RegisterInput): Promise<PreparedRegistration> {
    requireStrongPassword(password, email);
    const code = newConfirmationCode();
    return {
      password: await this.#hasher.hash(password),
      code,
      codeHash: await this.codeHash(code),
      enrolmentHash: enrolmentCode === undefined ? null : await this.#enrolment.hash(enrolmentCode),
    };
  }

  codeHash(code: string): Promise<string> {
    return this.#keyedHash.of('confirmation', normalCode(code));
  }

  /** The same rows and one mail for every address; only the reader of the mail learns more. */
  register({ email, device }: RegisterInput, caller: Caller, prepared: PreparedRegistration): void {
    this.#unitOfWork.write((writing) => {
      const now = this.#clock.now().getTime();
      this.#devices.keep(writing, {
        thumbprint: caller.device,
        name: device,
        publicJwk: caller.deviceKey,
        createdAt: now,
      });
      const user = this.#applicant(writing, email, caller.device, now);
      const settled = this.#isSettled(writing, user, caller.device);
      const open = this.#codes.openOfUser(writing, user.id, now);
      const { enrolmentHash } = prepared;
      this.#codes.replace(writing, {
        device: caller.device,
        userId: user.id,
        // No code has this hash: what is settled cannot be confirmed, and looks as if the code were wrong.
        codeHash: settled ? 'settled' : prepared.codeHash,
        password: prepared.password,
        enrolment: enrolmentHash !== null && this.#enrolment.isOpen(writing, email, enrolmentHash),
        tries: 0,
        expiresAt: now + CODE_VALIDITY_MS,
      });
      if (open > MOST_OPEN) return;
      this.#mail.queue(
        writing,
        settled ? settledMail(email, caller.device) : codeMail(email, caller.device, prepared.code),
      );
    });
  }

  /** @throws CodedError CONFIRMATION_REFUSED; a wrong code counts as a try */
  confirm({ email }: ConfirmInput, caller: Caller, codeHash: string): 'waiting' | 'approved' {
    return this.#unitOfWork.write((writing) => {
      const now = this.#clock.now().getTime();
      const pending = this.#codes.ofDevice(writing, caller.device);
      const user = pending && this.#users.byId(writing, pending.userId);
      if (pending === undefined || user?.email !== email || pending.expiresAt <= now || pending.tries >= MOST_TRIES) {
        throw new CodedError('CONFIRMATION_REFUSED');
      }
      if (pending.codeHash !== codeHash || this.#isSettled(writing, user, caller.device)) {
        throw new CountedRefusal('CONFIRMATION_REFUSED', (refusing) => this.#codes.countTry(refusing, caller.device));
      }
      return this.#admit(writing, user, pending, now);
    });
  }

  #admit(writing: Writing, user: User, pending: PendingRegistration, now: number): 'waiting' | 'approved' {
    const enrolled = pending.enrolment && this.#enrolment.isInvited(writing, user.email);
    const state = enrolled ? 'approved' : 'waiting';
    this.#users.update(writing, {
      ...user,
      state,
      roles: enrolled ? ['administrator'] : [],
      password: pending.password,
      device: pending.device,
      since: now,
    });
    this.#devices.bind(writing, pending.device, user.id);
    this.#codes.removeOfUser(writing, user.id);
    if (enrolled) this.#enrolment.close(writing);
    return state;
  }

  /** The user of an address, made if there is none. Until a code comes back the newest applicant is the one shown. */
  #applicant(writing: Writing, email: string, device: string, now: number): User {
    const known = this.#users.byEmail(writing, email);
    if (known !== undefined) {
      if (known.state === 'registered') this.#users.update(writing, { ...known, device, since: now });
      return known;
    }
    const id = crypto.randomUUID();
    const user: User = { id, email, state: 'registered', roles: [], password: null, device, since: now };
    this.#users.insert(writing, user);
    return user;
  }

  /**
   * Disabled users and approved ones who have a device stay as they are, and a device that belongs to somebody stays
   * theirs. Who is approved and lost the last device applies like anybody else.
   */
  #isSettled(writing: Writing, user: User, device: string): boolean {
    const owner = this.#devices.get(writing, device)?.userId ?? null;
    const taken = owner !== null && owner !== user.id;
    const held = user.state === 'approved' && this.#devices.ofUser(writing, user.id).length > 0;
    return taken || held || user.state === 'disabled';
  }
}
