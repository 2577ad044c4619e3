import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Email, IsoTime, Role } from '../../vocabulary.ts';

/** Binds this device to the account whose user invited it; a machine is logged in by it. */
export const pairDevice = defineOperation({
  name: 'device.pair',
  action: 'device:pair',
  access: 'anyone',
  secretReply: true,
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/devices/pair' },
  input: z.strictObject({
    email: Email,
    code: z.string().min(1).max(32),
    device: z.string().min(1).max(64),
  }),
  output: z.strictObject({
    email: z.string(),
    /** Of a machine only: people log in with their password. */
    login: z
      .strictObject({ token: z.string(), expires: IsoTime, mailbox: z.string(), roles: z.array(Role) })
      .nullable(),
  }),
  errors: ['PAIRING_REFUSED'],
  example: {
    input: { email: 'ada@example.org', code: 'K7QF-2MXP', device: 'desktop' },
    output: { email: 'ada@example.org', login: null },
  },
});
