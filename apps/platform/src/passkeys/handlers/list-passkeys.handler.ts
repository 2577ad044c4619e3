import { listPasskeys, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { PasskeysService } from '../passkeys.service.ts';

@Handles(listPasskeys)
export class ListPasskeysHandler implements Handler<typeof listPasskeys> {
  readonly #passkeys: PasskeysService;

  constructor(passkeys: PasskeysService) {
    this.#passkeys = passkeys;
  }

  handle({ email }: Input<typeof listPasskeys>, caller: Caller): Output<typeof listPasskeys> {
    return { passkeys: this.#passkeys.list(known(caller), email) };
  }
}
