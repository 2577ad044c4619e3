import { inviteDevice, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type SecretHandler } from '../../operations/handler.ts';
import { PairingService, type PreparedInvitation } from '../pairing.service.ts';

@Handles(inviteDevice)
export class InviteDeviceHandler implements SecretHandler<typeof inviteDevice, PreparedInvitation> {
  readonly #pairing: PairingService;

  constructor(pairing: PairingService) {
    this.#pairing = pairing;
  }

  prepare(input: Input<typeof inviteDevice>, caller: Caller): Promise<PreparedInvitation> {
    return this.#pairing.prepareInvitation(input, known(caller));
  }

  answer({ email, code, pairing }: PreparedInvitation): Output<typeof inviteDevice> {
    return { email, code, expires: new Date(pairing.expiresAt).toISOString() };
  }

  commit(caller: Caller, prepared: PreparedInvitation): void {
    this.#pairing.invite(known(caller), prepared);
  }
}
