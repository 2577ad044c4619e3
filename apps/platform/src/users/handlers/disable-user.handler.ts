import { disableUser, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { UsersService } from '../users.service.ts';

@Handles(disableUser)
export class DisableUserHandler implements Handler<typeof disableUser> {
  readonly #users: UsersService;

  constructor(users: UsersService) {
    this.#users = users;
  }

  handle(input: Input<typeof disableUser>, caller: Caller): Output<typeof disableUser> {
    return { user: this.#users.disable(known(caller), input.email) };
  }
}
