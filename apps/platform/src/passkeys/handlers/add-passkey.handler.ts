import { addPasskey, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { PasskeysService, type PreparedPasskey } from '../passkeys.service.ts';

@Handles(addPasskey)
export class AddPasskeyHandler implements Handler<typeof addPasskey, PreparedPasskey> {
  readonly #passkeys: PasskeysService;

  constructor(passkeys: PasskeysService) {
    this.#passkeys = passkeys;
  }

  prepare(input: Input<typeof addPasskey>, caller: Caller): Promise<PreparedPasskey> {
    return this.#passkeys.prepare(input, known(caller));
  }

  handle(input: Input<typeof addPasskey>, caller: Caller, prepared: PreparedPasskey): Output<typeof addPasskey> {
    return { passkey: this.#passkeys.add(input, known(caller), prepared) };
  }
}
