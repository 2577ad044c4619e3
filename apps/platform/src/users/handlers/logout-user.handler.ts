import { logoutUser, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { SessionService } from '../session.service.ts';

@Handles(logoutUser)
export class LogoutUserHandler implements Handler<typeof logoutUser> {
  readonly #sessions: SessionService;

  constructor(sessions: SessionService) {
    this.#sessions = sessions;
  }

  handle(_input: Input<typeof logoutUser>, caller: Caller): Output<typeof logoutUser> {
    this.#sessions.logOut(known(caller));
    return { state: 'logged-out' };
  }
}
