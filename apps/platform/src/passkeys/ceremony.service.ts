import { randomToken } from '@dq0/encryption';
import { RP_ID, type PasskeyAssertion, type PasskeyChallenge } from '@dq0/protocol';
import { CodedError } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Reading, type Writing } from '../database/unit-of-work.ts';
import { CountedRefusal } from '../operations/counted-refusal.ts';
import { ChallengesRepository, type Challenge, type Purpose } from './challenges.repository.ts';
import { PasskeysRepository, type OwnedPasskey } from './passkeys.repository.ts';
import { assertedCounter } from './webauthn.ts';

const VALIDITY_MS = 5 * 60_000;

/** An assertion that was found right; it counts once, in the transaction of what it opens. */
export interface UsedPasskey {
  readonly passkey: OwnedPasskey;
  readonly challenge: Challenge;
  readonly counter: number;
}

/** Challenges and what comes back of them: for one device, one purpose and one origin, once, for five minutes. */
@Injectable()
export class CeremonyService {
  readonly #clock: Clock;
  readonly #unitOfWork: UnitOfWork;
  readonly #challenges: ChallengesRepository;
  readonly #passkeys: PasskeysRepository;

  constructor(clock: Clock, unitOfWork: UnitOfWork, challenges: ChallengesRepository, passkeys: PasskeysRepository) {
    this.#clock = clock;
    this.#unitOfWork = unitOfWork;
    this.#challenges = challenges;
    this.#passkeys = passkeys;
  }

  /** A new challenge; the one before of this device and purpose ends. */
  begin(writing: Writing, device: string, purpose: Purpose, origin: string): Challenge {
    const expiresAt = this.#clock.now().getTime() + VALIDITY_MS;
    const challenge = { device, purpose, nonce: randomToken(), origin, expiresAt };
    this.#challenges.replace(writing, challenge);
    return challenge;
  }

  /** @throws CodedError PASSKEY_REFUSED where none is open */
  open(reading: Reading, device: string, purpose: Purpose): Challenge {
    const challenge = this.#challenges.get(reading, device, purpose, this.#clock.now().getTime());
    if (challenge === undefined) throw new CodedError('PASSKEY_REFUSED');
    return challenge;
  }

  /** Ends a challenge: what it was for begins anew. */
  refusal(code: 'PASSKEY_REFUSED' | 'PASSKEY_CLONED', challenge: Challenge): CountedRefusal {
    return new CountedRefusal(code, (writing) => this.#challenges.remove(writing, challenge));
  }

  /**
   * Checks an assertion of a person's passkey on a device; changes nothing yet.
   * @param signed the challenge that the authenticator was given
   * @throws CodedError PASSKEY_REFUSED, alike for every cause | PASSKEY_CLONED
   */
  async check(
    device: string,
    purpose: Purpose,
    assertion: PasskeyAssertion,
    signed: (challenge: Challenge) => string,
  ): Promise<UsedPasskey> {
    const { challenge, passkey } = this.#unitOfWork.read((reading) => ({
      challenge: this.open(reading, device, purpose),
      passkey: this.#passkeys.ofDevice(reading, device).find(({ id }) => id === assertion.id),
    }));
    const expected = { challenge: signed(challenge), origin: challenge.origin };
    const counter = passkey && (await assertedCounter(assertion, passkey, expected));
    if (passkey === undefined || counter === undefined) throw this.refusal('PASSKEY_REFUSED', challenge);
    const counts = counter > 0 || passkey.counter > 0;
    if (counts && counter <= passkey.counter) throw this.refusal('PASSKEY_CLONED', challenge);
    return { passkey, challenge, counter };
  }

  /** @throws CodedError PASSKEY_REFUSED when challenge or passkey ended, or were used, since the assertion was checked */
  use(writing: Writing, { passkey, challenge, counter }: UsedPasskey): void {
    const now = this.#clock.now().getTime();
    const open = challenge.expiresAt > now && this.#challenges.remove(writing, challenge);
    if (!open || !this.#passkeys.markUsed(writing, passkey, counter, now)) throw new CodedError('PASSKEY_REFUSED');
  }

  /** @throws CodedError PASSKEY_REFUSED when the challenge was used since */
  close(writing: Writing, challenge: Challenge): void {
    if (!this.#challenges.remove(writing, challenge)) throw new CodedError('PASSKEY_REFUSED');
  }

  forgetExpired(writing: Writing, now: number): number {
    return this.#challenges.forgetExpired(writing, now);
  }
}

/** What a browser is to have signed. */
export function toSign(
  challenge: string,
  { expiresAt }: Challenge,
  passkeys: readonly OwnedPasskey[],
): PasskeyChallenge {
  const known = passkeys.map(({ id, transports }) => ({ id, transports: [...transports] }));
  return { challenge, rpId: RP_ID, passkeys: known, expires: new Date(expiresAt).toISOString() };
}
