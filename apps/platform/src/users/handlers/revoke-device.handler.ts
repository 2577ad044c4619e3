import { revokeDevice, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { DevicesService } from '../devices.service.ts';

@Handles(revokeDevice)
export class RevokeDeviceHandler implements Handler<typeof revokeDevice> {
  readonly #devices: DevicesService;

  constructor(devices: DevicesService) {
    this.#devices = devices;
  }

  handle({ device }: Input<typeof revokeDevice>, caller: Caller): Output<typeof revokeDevice> {
    return { device: this.#devices.revoke(known(caller), device) };
  }
}
