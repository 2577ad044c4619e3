import { loginUser, type Input, type Output } from '@dq0/protocol';
import { Handles, type Caller, type SecretHandler } from '../../operations/handler.ts';
import { LoginService, type PreparedLogin } from '../login.service.ts';

@Handles(loginUser)
export class LoginUserHandler implements SecretHandler<typeof loginUser, PreparedLogin> {
  readonly #login: LoginService;

  constructor(login: LoginService) {
    this.#login = login;
  }

  prepare(input: Input<typeof loginUser>, caller: Caller): Promise<PreparedLogin> {
    caller.audit.object = input.email;
    return this.#login.prepare(input, caller);
  }

  answer(prepared: PreparedLogin): Output<typeof loginUser> {
    return this.#login.answer(prepared);
  }

  commit(caller: Caller, prepared: PreparedLogin): void {
    this.#login.logIn(caller, prepared);
  }
}
