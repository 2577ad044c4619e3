import type { challengePasskey, Input, loginByPasskey, Output } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.ts';
import type { Caller } from '../operations/handler.ts';
import { LoginService, type PreparedLogin } from '../users/login.service.ts';
import { CeremonyService, toSign, type UsedPasskey } from './ceremony.service.ts';
import { PasskeysRepository } from './passkeys.repository.ts';

/** A login that a passkey opened. */
export interface PreparedPasskeyLogin {
  readonly login: PreparedLogin;
  readonly used: UsedPasskey;
}

/** A session for the person whose passkey signed, on a device that is theirs already. */
@Injectable()
export class PasskeyLoginService {
  readonly #unitOfWork: UnitOfWork;
  readonly #ceremonies: CeremonyService;
  readonly #passkeys: PasskeysRepository;
  readonly #login: LoginService;

  constructor(unitOfWork: UnitOfWork, ceremonies: CeremonyService, passkeys: PasskeysRepository, login: LoginService) {
    this.#unitOfWork = unitOfWork;
    this.#ceremonies = ceremonies;
    this.#passkeys = passkeys;
    this.#login = login;
  }

  /** A device of nobody gets a challenge too, which no passkey can use. */
  begin({ device }: Caller, origin: string): Output<typeof challengePasskey> {
    return this.#unitOfWork.write((writing) => {
      const challenge = this.#ceremonies.begin(writing, device, 'login', origin);
      return toSign(challenge.nonce, challenge, this.#passkeys.ofDevice(writing, device));
    });
  }

  /** @throws CodedError PASSKEY_REFUSED | PASSKEY_CLONED | AUTH_REFUSED */
  async prepare({ assertion }: Input<typeof loginByPasskey>, caller: Caller): Promise<PreparedPasskeyLogin> {
    const owner = this.#unitOfWork.read((reading) => this.#passkeys.get(reading, assertion.id));
    caller.audit.object = owner?.email ?? null;
    caller.audit.facts['passkey'] = assertion.id.slice(0, 16);
    const used = await this.#ceremonies.check(caller.device, 'login', assertion, ({ nonce }) => nonce);
    return { used, login: await this.#login.prepareProved(used.passkey.userId, caller, 'passkey') };
  }

  answer({ login }: PreparedPasskeyLogin): Output<typeof loginByPasskey> {
    return this.#login.answer(login);
  }

  /** @throws CodedError PASSKEY_REFUSED | AUTH_REFUSED when something ended since the assertion was checked */
  logIn(caller: Caller, { login, used }: PreparedPasskeyLogin): void {
    this.#unitOfWork.write((writing) => {
      this.#ceremonies.use(writing, used);
      this.#login.logIn(caller, login);
    });
  }
}
