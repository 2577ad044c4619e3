import { whoAmI, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { SessionService } from '../session.service.ts';

@Handles(whoAmI)
export class WhoAmIHandler implements Handler<typeof whoAmI> {
  readonly #sessions: SessionService;

  constructor(sessions: SessionService) {
    this.#sessions = sessions;
  }

  handle(_input: Input<typeof whoAmI>, caller: Caller): Output<typeof whoAmI> {
    return this.#sessions.whoAmI(known(caller));
  }
}
