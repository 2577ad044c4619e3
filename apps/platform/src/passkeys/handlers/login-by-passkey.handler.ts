import { loginByPasskey, type Input, type Output } from '@dq0/protocol';
import { Handles, type Caller, type SecretHandler } from '../../operations/handler.ts';
import { PasskeyLoginService, type PreparedPasskeyLogin } from '../passkey-login.service.ts';

@Handles(loginByPasskey)
export class LoginByPasskeyHandler implements SecretHandler<typeof loginByPasskey, PreparedPasskeyLogin> {
  readonly #logins: PasskeyLoginService;

  constructor(logins: PasskeyLoginService) {
    this.#logins = logins;
  }

  prepare(input: Input<typeof loginByPasskey>, caller: Caller): Promise<PreparedPasskeyLogin> {
    return this.#logins.prepare(input, caller);
  }

  answer(prepared: PreparedPasskeyLogin): Output<typeof loginByPasskey> {
    return this.#logins.answer(prepared);
  }

  commit(caller: Caller, prepared: PreparedPasskeyLogin): void {
    this.#logins.logIn(caller, prepared);
  }
}
