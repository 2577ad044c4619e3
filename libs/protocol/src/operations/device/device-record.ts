import { z } from 'zod';
import { Fingerprint, IsoTime, Thumbprint } from '../../vocabulary.ts';

/** A device whose key belongs to a user, with the login it holds. */
export const DeviceRecord = z.strictObject({
  device: Thumbprint,
  /** As its user named it. */
  name: z.string(),
  email: z.string(),
  fingerprint: Fingerprint,
  since: IsoTime,
  /** null when nobody is logged in on it. */
  loggedInUntil: IsoTime.nullable(),
  /** A machine identity: never logs in by password, never decides. */
  machine: z.boolean(),
  /** The device that asks. */
  current: z.boolean(),
});
export type DeviceRecord = z.infer<typeof DeviceRecord>;

export const DEVICE_EXAMPLE: z.input<typeof DeviceRecord> = {
  device: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
  name: 'laptop',
  email: 'ada@example.org',
  fingerprint: '12345 12345 12345 12345 12345 12345 12345 12345 12345 12345 12345 12345',
  since: '2026-11-24T00:00:00Z',
  loggedInUntil: '2026-12-24T00:00:00Z',
  machine: false,
  current: true,
};
