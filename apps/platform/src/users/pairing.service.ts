import { CodedError, type Input, type inviteDevice, type Output, type pairDevice } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Reading } from '../database/unit-of-work.ts';
import { KeyedHash } from '../keys/keyed-hash.ts';
import { MailService } from '../mail/mail.service.ts';
import { CountedRefusal } from '../operations/counted-refusal.ts';
import type { Caller, KnownCaller } from '../operations/handler.ts';
import { newConfirmationCode, normalCode } from './confirmation-code.ts';
import { DevicesRepository } from './devices.repository.ts';
import { newSession, type NewSession } from './new-session.ts';
import { pairedMail } from './pairing-mail.ts';
import { PairingsRepository, type Pairing } from './pairings.repository.ts';
import { SessionsRepository } from './sessions.repository.ts';
import { UsersRepository, type User } from './users.repository.ts';

const CODE_VALIDITY_MS = 10 * 60_000;
const DAY_MS = 24 * 3_600_000;
const MOST_TRIES = 5;
const MOST_DEVICES = 20;

export interface PreparedInvitation {
  readonly email: string;
  readonly code: string;
  readonly pairing: Pairing;
}

/** A pairing that was found right; the token of a machine exists nowhere else. */
export interface PreparedPairing {
  readonly user: User;
  /** As the user names the device. */
  readonly name: string;
  readonly pairing: Pairing;
  readonly session: NewSession | null;
}

/** Further devices and machine identities of a user, by a code from a device that is logged in. */
@Injectable()
export class PairingService {
  readonly #clock: Clock;
  readonly #unitOfWork: UnitOfWork;
  readonly #keyedHash: KeyedHash;
  readonly #mail: MailService;
  readonly #users: UsersRepository;
  readonly #devices: DevicesRepository;
  readonly #pairings: PairingsRepository;
  readonly #sessions: SessionsRepository;

  constructor(
    clock: Clock,
    unitOfWork: UnitOfWork,
    keyedHash: KeyedHash,
    mail: MailService,
    users: UsersRepository,
    devices: DevicesRepository,
    pairings: PairingsRepository,
    sessions: SessionsRepository,
  ) {
    this.#clock = clock;
    this.#unitOfWork = unitOfWork;
    this.#keyedHash = keyedHash;
    this.#mail = mail;
    this.#users = users;
    this.#devices = devices;
    this.#pairings = pairings;
    this.#sessions = sessions;
  }

  async prepareInvitation(
    { machineDays }: Input<typeof inviteDevice>,
    { user }: KnownCaller,
  ): Promise<PreparedInvitation> {
    const code = newConfirmationCode();
    const codeHash = await this.#codeHash(code);
    const expiresAt = this.#clock.now().getTime() + CODE_VALIDITY_MS;
    const pairing = { userId: user.id, codeHash, machineDays: machineDays ?? null, tries: 0, expiresAt };
    return { email: user.email, code, pairing };
  }

  /** The invitation before ends. @throws CodedError DEVICES_FULL */
  invite(caller: KnownCaller, { pairing, email }: PreparedInvitation): void {
    this.#unitOfWork.write((writing) => {
      caller.audit.object = email;
      caller.audit.facts['machine'] = pairing.machineDays !== null;
      if (this.#devices.ofUser(writing, pairing.userId).length >= MOST_DEVICES) throw new CodedError('DEVICES_FULL');
      this.#pairings.replace(writing, pairing);
    });
  }

  /** @throws CodedError PAIRING_REFUSED, alike for every cause; a wrong code counts as a try */
  async prepare({ email, code, device: name }: Input<typeof pairDevice>, caller: Caller): Promise<PreparedPairing> {
    caller.audit.object = email;
    const codeHash = await this.#codeHash(code);
    const { user, pairing } = this.#unitOfWork.read((reading) => this.#open(reading, email, caller.device));
    if (pairing.codeHash !== codeHash) {
      throw new CountedRefusal('PAIRING_REFUSED', (writing) => this.#pairings.countTry(writing, user.id));
    }
    if (pairing.machineDays === null) return { user, name, pairing, session: null };
    const session = await newSession(this.#clock.now().getTime() + pairing.machineDays * DAY_MS);
    return { user, name, pairing, session };
  }

  answer({ user, session }: PreparedPairing): Output<typeof pairDevice> {
    if (session === null) return { email: user.email, login: null };
    const { token, mailbox, expiresAt } = session;
    const login = { token, mailbox, expires: new Date(expiresAt).toISOString(), roles: [...user.roles] };
    return { email: user.email, login };
  }

  /** @throws CodedError PAIRING_REFUSED when the invitation ended since the code was checked */
  pair(caller: Caller, { user, name, pairing, session }: PreparedPairing): void {
    this.#unitOfWork.write((writing) => {
      const still = this.#open(writing, user.email, caller.device);
      if (still.pairing.codeHash !== pairing.codeHash) throw new CodedError('PAIRING_REFUSED');
      const createdAt = this.#clock.now().getTime();
      this.#devices.keep(writing, { thumbprint: caller.device, name, publicJwk: caller.deviceKey, createdAt });
      this.#devices.give(writing, caller.device, user.id, session !== null);
      this.#pairings.remove(writing, user.id);
      if (session !== null) {
        const { tokenHash, mailbox, expiresAt } = session;
        const login = { tokenHash, mailbox, expiresAt, createdAt, userId: user.id, device: caller.device };
        this.#sessions.replace(writing, { ...login, authentication: 'machine' });
      }
      caller.audit.facts['machine'] = session !== null;
      this.#mail.queue(writing, pairedMail(user.email, caller.device, session !== null));
    });
  }

  /** The open invitation of an address, for a device that belongs to nobody, or for a machine of that address. */
  #open(reading: Reading, email: string, device: string): { user: User; pairing: Pairing } {
    const user = this.#users.byEmail(reading, email);
    const pairing = user && this.#pairings.ofUser(reading, user.id);
    const known = this.#devices.get(reading, device);
    const again = known?.machine === true && known.userId === user?.id && pairing?.machineDays !== null;
    const taken = again ? null : (known?.userId ?? null);
    if (user?.state !== 'approved' || pairing === undefined || taken !== null) throw new CodedError('PAIRING_REFUSED');
    if (pairing.expiresAt <= this.#clock.now().getTime() || pairing.tries >= MOST_TRIES) {
      throw new CodedError('PAIRING_REFUSED');
    }
    return { user, pairing };
  }

  #codeHash(code: string): Promise<string> {
    return this.#keyedHash.of('pairing', normalCode(code));
  }
}
