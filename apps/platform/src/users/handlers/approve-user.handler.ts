import { approveUser, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { UsersService } from '../users.service.ts';

@Handles(approveUser)
export class ApproveUserHandler implements Handler<typeof approveUser> {
  readonly #users: UsersService;

  constructor(users: UsersService) {
    this.#users = users;
  }

  handle({ email, ...as }: Input<typeof approveUser>, caller: Caller): Output<typeof approveUser> {
    return { user: this.#users.approve(known(caller), email, as) };
  }
}
