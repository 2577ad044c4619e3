import {
  CodedError,
  type addPasskey,
  type Input,
  type offerPasskey,
  type Output,
  type PasskeyRecord,
} from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Reading } from '../database/unit-of-work.ts';
import { MailService } from '../mail/mail.service.ts';
import type { KnownCaller } from '../operations/handler.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { CeremonyService, toSign } from './ceremony.service.ts';
import type { Challenge } from './challenges.repository.ts';
import { passkeyAddedMail } from './passkey-mail.ts';
import { PasskeysRepository, type OwnedPasskey } from './passkeys.repository.ts';
import { registeredPasskey, type MadePasskey } from './webauthn.ts';

const MOST_PASSKEYS = 10;

/** A registration that was found right. */
export interface PreparedPasskey {
  readonly made: MadePasskey;
  readonly challenge: Challenge;
}

/** The passkeys of people: made, listed, taken away. */
@Injectable()
export class PasskeysService {
  readonly #clock: Clock;
  readonly #unitOfWork: UnitOfWork;
  readonly #policies: PoliciesService;
  readonly #mail: MailService;
  readonly #ceremonies: CeremonyService;
  readonly #passkeys: PasskeysRepository;

  constructor(
    clock: Clock,
    unitOfWork: UnitOfWork,
    policies: PoliciesService,
    mail: MailService,
    ceremonies: CeremonyService,
    passkeys: PasskeysRepository,
  ) {
    this.#clock = clock;
    this.#unitOfWork = unitOfWork;
    this.#policies = policies;
    this.#mail = mail;
    this.#ceremonies = ceremonies;
    this.#passkeys = passkeys;
  }

  /** @throws CodedError PASSKEYS_FULL */
  offer({ user, device, audit }: KnownCaller, origin: string): Output<typeof offerPasskey> {
    return this.#unitOfWork.write((writing) => {
      audit.object = user.email;
      const present = this.#passkeys.ofUser(writing, user.id);
      if (present.length >= MOST_PASSKEYS) throw new CodedError('PASSKEYS_FULL');
      const challenge = this.#ceremonies.begin(writing, device, 'registration', origin);
      const userHandle = Buffer.from(user.id).toString('base64url');
      return { ...toSign(challenge.nonce, challenge, present), userHandle, email: user.email };
    });
  }

  /** @throws CodedError PASSKEY_REFUSED, alike for every cause */
  async prepare({ registration }: Input<typeof addPasskey>, { device }: KnownCaller): Promise<PreparedPasskey> {
    const challenge = this.#unitOfWork.read((reading) => this.#ceremonies.open(reading, device, 'registration'));
    const made = await registeredPasskey(registration, { challenge: challenge.nonce, origin: challenge.origin });
    if (made === undefined) throw this.#ceremonies.refusal('PASSKEY_REFUSED', challenge);
    return { made, challenge };
  }

  /** Its owner gets mail. @throws CodedError STEP_UP_REQUIRED | PASSKEY_REFUSED | PASSKEY_EXISTS | PASSKEYS_FULL */
  add(
    { name, registration }: Input<typeof addPasskey>,
    { user, device, audit }: KnownCaller,
    { made, challenge }: PreparedPasskey,
  ): PasskeyRecord {
    return this.#unitOfWork.write((writing) => {
      audit.object = user.email;
      audit.facts['passkey'] = made.id.slice(0, 16);
      this.#policies.require(writing, { user, action: 'passkey:add' });
      this.#ceremonies.close(writing, challenge);
      if (this.#passkeys.get(writing, made.id) !== undefined) throw new CodedError('PASSKEY_EXISTS');
      if (this.#passkeys.ofUser(writing, user.id).length >= MOST_PASSKEYS) throw new CodedError('PASSKEYS_FULL');
      const { transports } = registration;
      const createdAt = this.#clock.now().getTime();
      this.#passkeys.insert(writing, { ...made, userId: user.id, name, transports, createdAt, usedAt: null });
      this.#mail.queue(writing, passkeyAddedMail(user.email, name, device));
      return this.#record(writing, made.id);
    });
  }

  /** @throws CodedError ACCESS_DENIED for those of others, whether or not there is such a user | USER_UNKNOWN */
  list({ user }: KnownCaller, email: string = user.email): PasskeyRecord[] {
    return this.#unitOfWork.read((reading) => {
      const { permit, scope } = this.#policies.decide(reading, { user, action: 'passkey:list' });
      if (!permit || (email !== user.email && scope !== 'all')) throw new CodedError('ACCESS_DENIED');
      const id = this.#passkeys.userId(reading, email);
      if (id === undefined) throw new CodedError('USER_UNKNOWN');
      return this.#passkeys.ofUser(reading, id).map(toRecord);
    });
  }

  /** @throws CodedError STEP_UP_REQUIRED | PASSKEY_UNKNOWN, alike for one of somebody else and for none */
  remove({ user, audit }: KnownCaller, id: string): PasskeyRecord {
    return this.#unitOfWork.write((writing) => {
      const { scope } = this.#policies.require(writing, { user, action: 'passkey:remove' });
      const passkey = this.#passkeys.get(writing, id);
      if (passkey === undefined || (passkey.userId !== user.id && scope !== 'all')) {
        throw new CodedError('PASSKEY_UNKNOWN');
      }
      audit.object = passkey.email;
      audit.facts['passkey'] = id.slice(0, 16);
      this.#passkeys.remove(writing, id);
      return toRecord(passkey);
    });
  }

  #record(reading: Reading, id: string): PasskeyRecord {
    const passkey = this.#passkeys.get(reading, id);
    if (passkey === undefined) throw new Error('a passkey that was written is not there');
    return toRecord(passkey);
  }
}

function toRecord({ id, name, email, createdAt, usedAt }: OwnedPasskey): PasskeyRecord {
  const lastUsed = usedAt === null ? null : new Date(usedAt).toISOString();
  return { passkey: id, name, email, since: new Date(createdAt).toISOString(), lastUsed };
}
