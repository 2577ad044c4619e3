import { setRoles, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { UsersService } from '../users.service.ts';

@Handles(setRoles)
export class SetRolesHandler implements Handler<typeof setRoles> {
  readonly #users: UsersService;

  constructor(users: UsersService) {
    this.#users = users;
  }

  handle({ email, roles }: Input<typeof setRoles>, caller: Caller): Output<typeof setRoles> {
    return { user: this.#users.setRoles(known(caller), email, roles) };
  }
}
