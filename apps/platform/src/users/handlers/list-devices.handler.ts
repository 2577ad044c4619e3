import { listDevices, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { DevicesService } from '../devices.service.ts';

@Handles(listDevices)
export class ListDevicesHandler implements Handler<typeof listDevices> {
  readonly #devices: DevicesService;

  constructor(devices: DevicesService) {
    this.#devices = devices;
  }

  handle({ email }: Input<typeof listDevices>, caller: Caller): Output<typeof listDevices> {
    return { devices: this.#devices.list(known(caller), email) };
  }
}
