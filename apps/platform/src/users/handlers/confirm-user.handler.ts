import { confirmUser, type Input, type Output } from '@dq0/protocol';
import { Handles, type Caller, type Handler } from '../../operations/handler.ts';
import { RegistrationService } from '../registration.service.ts';

@Handles(confirmUser)
export class ConfirmUserHandler implements Handler<typeof confirmUser, string> {
  readonly #registration: RegistrationService;

  constructor(registration: RegistrationService) {
    this.#registration = registration;
  }

  prepare({ code }: Input<typeof confirmUser>): Promise<string> {
    return this.#registration.codeHash(code);
  }

  handle(input: Input<typeof confirmUser>, caller: Caller, codeHash: string): Output<typeof confirmUser> {
    caller.audit.object = input.email;
    return { state: this.#registration.confirm(input, caller, codeHash) };
  }
}
