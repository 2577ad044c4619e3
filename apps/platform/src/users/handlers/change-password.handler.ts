import { changePassword, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { PasswordService, type PreparedPassword } from '../password.service.ts';

@Handles(changePassword)
export class ChangePasswordHandler implements Handler<typeof changePassword, PreparedPassword> {
  readonly #passwords: PasswordService;

  constructor(passwords: PasswordService) {
    this.#passwords = passwords;
  }

  prepare(input: Input<typeof changePassword>, caller: Caller): Promise<PreparedPassword> {
    return this.#passwords.prepare(input, known(caller));
  }

  handle(
    _input: Input<typeof changePassword>,
    caller: Caller,
    prepared: PreparedPassword,
  ): Output<typeof changePassword> {
    return { ended: this.#passwords.change(known(caller), prepared) };
  }
}
