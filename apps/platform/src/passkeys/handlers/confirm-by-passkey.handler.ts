import { confirmByPasskey, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { StepUpService } from '../step-up.service.ts';

@Handles(confirmByPasskey)
export class ConfirmByPasskeyHandler implements Handler<typeof confirmByPasskey> {
  readonly #stepUp: StepUpService;

  constructor(stepUp: StepUpService) {
    this.#stepUp = stepUp;
  }

  handle(input: Input<typeof confirmByPasskey>, caller: Caller): Output<typeof confirmByPasskey> {
    return this.#stepUp.begin(input, known(caller));
  }
}
