import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Thumbprint } from '../../vocabulary.ts';
import { DEVICE_EXAMPLE, DeviceRecord } from './device-record.ts';

/**
 * Takes a device away from its user, login included, from the next message on. Whoever has none left applies again
 * with a new one, and is approved again.
 */
export const revokeDevice = defineOperation({
  name: 'device.revoke',
  action: 'device:revoke',
  access: 'person',
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/devices/revoke' },
  input: z.strictObject({ device: Thumbprint }),
  output: z.strictObject({ device: DeviceRecord }),
  errors: ['DEVICE_UNKNOWN'],
  example: {
    input: { device: DEVICE_EXAMPLE.device },
    output: { device: { ...DEVICE_EXAMPLE, loggedInUntil: null, current: false } },
  },
});
