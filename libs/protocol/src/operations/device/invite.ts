import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { IsoTime } from '../../vocabulary.ts';

/** Longest life of a machine identity. */
export const MOST_MACHINE_DAYS = 90;

/** A one-time code, valid ten minutes, with which another device of the caller, or a machine, joins the account. */
export const inviteDevice = defineOperation({
  name: 'device.invite',
  action: 'device:invite',
  access: 'person',
  secretReply: true,
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/devices/invite' },
  input: z.strictObject({
    /** A machine identity: logged in at once for so many days, without a password, and never approves. */
    machineDays: z.int().min(1).max(MOST_MACHINE_DAYS).optional(),
  }),
  output: z.strictObject({ email: z.string(), code: z.string(), expires: IsoTime }),
  errors: ['DEVICES_FULL'],
  example: {
    input: {},
    output: { email: 'ada@example.org', code: 'K7QF-2MXP', expires: '2026-11-24T00:10:00Z' },
  },
});
