import { setGroups, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { UsersService } from '../users.service.ts';

@Handles(setGroups)
export class SetGroupsHandler implements Handler<typeof setGroups> {
  readonly #users: UsersService;

  constructor(users: UsersService) {
    this.#users = users;
  }

  handle({ email, groups }: Input<typeof setGroups>, caller: Caller): Output<typeof setGroups> {
    return { user: this.#users.setGroups(known(caller), email, groups) };
  }
}
