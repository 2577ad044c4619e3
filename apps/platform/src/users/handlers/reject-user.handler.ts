import { rejectUser, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { UsersService } from '../users.service.ts';

@Handles(rejectUser)
export class RejectUserHandler implements Handler<typeof rejectUser> {
  readonly #users: UsersService;

  constructor(users: UsersService) {
    this.#users = users;
  }

  handle(input: Input<typeof rejectUser>, caller: Caller): Output<typeof rejectUser> {
    return { user: this.#users.reject(known(caller), input.email) };
  }
}
