import { offerPasskey, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { PasskeysService } from '../passkeys.service.ts';

@Handles(offerPasskey)
export class OfferPasskeyHandler implements Handler<typeof offerPasskey> {
  readonly #passkeys: PasskeysService;

  constructor(passkeys: PasskeysService) {
    this.#passkeys = passkeys;
  }

  handle({ origin }: Input<typeof offerPasskey>, caller: Caller): Output<typeof offerPasskey> {
    return this.#passkeys.offer(known(caller), origin);
  }
}
