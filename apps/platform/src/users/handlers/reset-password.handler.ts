import { resetPassword, type Input, type Output } from '@dq0/protocol';
import { Handles, type Caller, type Handler } from '../../operations/handler.ts';
import { PasswordResetService, type PreparedReset } from '../password-reset.service.ts';

@Handles(resetPassword)
export class ResetPasswordHandler implements Handler<typeof resetPassword, PreparedReset> {
  readonly #resets: PasswordResetService;

  constructor(resets: PasswordResetService) {
    this.#resets = resets;
  }

  prepare(): Promise<PreparedReset> {
    return this.#resets.prepareReset();
  }

  handle(
    { email }: Input<typeof resetPassword>,
    caller: Caller,
    prepared: PreparedReset,
  ): Output<typeof resetPassword> {
    caller.audit.object = email;
    this.#resets.ask(email, caller, prepared);
    return { state: 'mailed' };
  }
}
