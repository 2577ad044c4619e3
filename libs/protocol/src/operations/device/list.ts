import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Email } from '../../vocabulary.ts';
import { DEVICE_EXAMPLE, DeviceRecord } from './device-record.ts';

/** The devices of the caller, or of a user whom an administrator names, and who is logged in on them. */
export const listDevices = defineOperation({
  name: 'device.list',
  action: 'device:list',
  http: { method: 'GET', path: '/v1/devices' },
  input: z.strictObject({ email: Email.optional() }),
  output: z.strictObject({ devices: z.array(DeviceRecord) }),
  errors: ['ACCESS_DENIED', 'USER_UNKNOWN'],
  example: { input: {}, output: { devices: [DEVICE_EXAMPLE] } },
});
