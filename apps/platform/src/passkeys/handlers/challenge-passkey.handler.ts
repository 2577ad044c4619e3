import { challengePasskey, type Input, type Output } from '@dq0/protocol';
import { Handles, type Caller, type Handler } from '../../operations/handler.ts';
import { PasskeyLoginService } from '../passkey-login.service.ts';

@Handles(challengePasskey)
export class ChallengePasskeyHandler implements Handler<typeof challengePasskey> {
  readonly #logins: PasskeyLoginService;

  constructor(logins: PasskeyLoginService) {
    this.#logins = logins;
  }

  handle({ origin }: Input<typeof challengePasskey>, caller: Caller): Output<typeof challengePasskey> {
    return this.#logins.begin(caller, origin);
  }
}
