import { pairDevice, type Input, type Output } from '@dq0/protocol';
import { Handles, type Caller, type SecretHandler } from '../../operations/handler.ts';
import { PairingService, type PreparedPairing } from '../pairing.service.ts';

@Handles(pairDevice)
export class PairDeviceHandler implements SecretHandler<typeof pairDevice, PreparedPairing> {
  readonly #pairing: PairingService;

  constructor(pairing: PairingService) {
    this.#pairing = pairing;
  }

  prepare(input: Input<typeof pairDevice>, caller: Caller): Promise<PreparedPairing> {
    return this.#pairing.prepare(input, caller);
  }

  answer(prepared: PreparedPairing): Output<typeof pairDevice> {
    return this.#pairing.answer(prepared);
  }

  commit(caller: Caller, prepared: PreparedPairing): void {
    this.#pairing.pair(caller, prepared);
  }
}
