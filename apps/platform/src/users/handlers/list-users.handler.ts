import { listUsers, type Input, type Output } from '@dq0/protocol';
import { Handles, type Handler } from '../../operations/handler.ts';
import { UsersService } from '../users.service.ts';

@Handles(listUsers)
export class ListUsersHandler implements Handler<typeof listUsers> {
  readonly #users: UsersService;

  constructor(users: UsersService) {
    this.#users = users;
  }

  handle({ state }: Input<typeof listUsers>): Output<typeof listUsers> {
    return { users: this.#users.list(state) };
  }
}
