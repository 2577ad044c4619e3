import { removePasskey, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { PasskeysService } from '../passkeys.service.ts';

@Handles(removePasskey)
export class RemovePasskeyHandler implements Handler<typeof removePasskey> {
  readonly #passkeys: PasskeysService;

  constructor(passkeys: PasskeysService) {
    this.#passkeys = passkeys;
  }

  handle({ passkey }: Input<typeof removePasskey>, caller: Caller): Output<typeof removePasskey> {
    return { passkey: this.#passkeys.remove(known(caller), passkey) };
  }
}
