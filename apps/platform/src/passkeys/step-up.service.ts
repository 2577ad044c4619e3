import { canonicalJson, sha256HexSync } from '@dq0/encryption';
import { CodedError, type confirmByPasskey, type Input, type Output, type PasskeyAssertion } from '@dq0/protocol';
import { Inject, Injectable } from '@nestjs/common';
import type { AnyOperation } from '@dq0/protocol';
import { UnitOfWork, type Writing } from '../database/unit-of-work.ts';
import type { KnownCaller } from '../operations/handler.ts';
import { OPERATIONS } from '../operations/operation-list.ts';
import { CeremonyService, toSign, type UsedPasskey } from './ceremony.service.ts';
import { PasskeysRepository } from './passkeys.repository.ts';

/** What is decided: an operation, and its input as the operation reads it. */
export interface Decision {
  readonly operation: string;
  readonly input: unknown;
}

/** A passkey signs the digest of exactly what is decided: operation, input and a nonce of this platform. */
@Injectable()
export class StepUpService {
  readonly #unitOfWork: UnitOfWork;
  readonly #operations: readonly AnyOperation[];
  readonly #ceremonies: CeremonyService;
  readonly #passkeys: PasskeysRepository;

  constructor(
    unitOfWork: UnitOfWork,
    @Inject(OPERATIONS) operations: readonly AnyOperation[],
    ceremonies: CeremonyService,
    passkeys: PasskeysRepository,
  ) {
    this.#unitOfWork = unitOfWork;
    this.#operations = operations;
    this.#ceremonies = ceremonies;
    this.#passkeys = passkeys;
  }

  /** @throws CodedError INPUT_INVALID | PASSKEY_UNKNOWN */
  begin(asked: Input<typeof confirmByPasskey>, { user, device, audit }: KnownCaller): Output<typeof confirmByPasskey> {
    const decision = this.#read(asked);
    return this.#unitOfWork.write((writing) => {
      audit.object = decision.operation;
      const passkeys = this.#passkeys.ofUser(writing, user.id);
      if (passkeys.length === 0) throw new CodedError('PASSKEY_UNKNOWN', NO_PASSKEY);
      const challenge = this.#ceremonies.begin(writing, device, 'step-up', asked.origin);
      const { nonce } = challenge;
      return { ...toSign(digestOf(decision, nonce), challenge, passkeys), nonce };
    });
  }

  /** @throws CodedError PASSKEY_REFUSED, alike for every cause | PASSKEY_CLONED */
  check(device: string, decision: Decision, assertion: PasskeyAssertion): Promise<UsedPasskey> {
    return this.#ceremonies.check(device, 'step-up', assertion, ({ nonce }) => digestOf(decision, nonce));
  }

  /** In the transaction of the decision. @throws CodedError PASSKEY_REFUSED */
  use(writing: Writing, used: UsedPasskey): void {
    this.#ceremonies.use(writing, used);
  }

  #read({ operation: name, input }: Input<typeof confirmByPasskey>): Decision {
    const operation = this.#operations.find((one) => one.name === name);
    if (operation?.stepUp !== true) {
      const message = 'is no decision that a passkey confirms';
      throw new CodedError('INPUT_INVALID', { details: [{ path: 'operation', message }] });
    }
    const { success, data, error } = operation.input.safeParse(input);
    if (success) return { operation: name, input: data };
    const details = error.issues
      .slice(0, 20)
      .map(({ path, message }) => ({ path: ['input', ...path].join('.'), message }));
    throw new CodedError('INPUT_INVALID', { details });
  }
}

const NO_PASSKEY = {
  message: 'You have no passkey that could confirm this.',
  remedy: 'Register one in Studi0, on the page Passkeys: dq0 studio',
};

/** 256 bits, base64url: the challenge that an authenticator signs. */
export function digestOf({ operation, input }: Decision, nonce: string): string {
  const digest = sha256HexSync(`dq0-step-up\n${canonicalJson({ operation, input, nonce })}`);
  return Buffer.from(digest, 'hex').toString('base64url');
}
