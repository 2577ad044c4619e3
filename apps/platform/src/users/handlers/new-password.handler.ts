import { newPassword, type Input, type Output } from '@dq0/protocol';
import { Handles, type Caller, type Handler } from '../../operations/handler.ts';
import { PasswordResetService, type PreparedNewPassword } from '../password-reset.service.ts';

@Handles(newPassword)
export class NewPasswordHandler implements Handler<typeof newPassword, PreparedNewPassword> {
  readonly #resets: PasswordResetService;

  constructor(resets: PasswordResetService) {
    this.#resets = resets;
  }

  prepare(input: Input<typeof newPassword>, caller: Caller): Promise<PreparedNewPassword> {
    caller.audit.object = input.email;
    return this.#resets.prepare(input, caller);
  }

  handle(
    { email }: Input<typeof newPassword>,
    caller: Caller,
    prepared: PreparedNewPassword,
  ): Output<typeof newPassword> {
    return { ended: this.#resets.set(email, caller, prepared) };
  }
}
