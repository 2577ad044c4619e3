import { registerUser, type Input, type Output } from '@dq0/protocol';
import { Handles, type Caller, type Handler } from '../../operations/handler.ts';
import { RegistrationService, type PreparedRegistration } from '../registration.service.ts';

@Handles(registerUser)
export class RegisterUserHandler implements Handler<typeof registerUser, PreparedRegistration> {
  readonly #registration: RegistrationService;

  constructor(registration: RegistrationService) {
    this.#registration = registration;
  }

  prepare(input: Input<typeof registerUser>): Promise<PreparedRegistration> {
    return this.#registration.prepareRegistration(input);
  }

  handle(
    input: Input<typeof registerUser>,
    caller: Caller,
    prepared: PreparedRegistration,
  ): Output<typeof registerUser> {
    caller.audit.object = input.email;
    this.#registration.register(input, caller, prepared);
    return { state: 'mailed' };
  }
}
