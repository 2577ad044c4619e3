import { z } from 'zod';
import { Fingerprint, IsoTime, Role } from '../vocabulary.ts';

/** `GET /v1/session`: whom this browser session or token speaks for, from what lies in the profile; asks nobody. */
export const GatewaySession = z.strictObject({
  profile: z.string(),
  /** The pinned platform; null before an invitation was added. */
  platform: z.strictObject({ fingerprint: Fingerprint, proxies: z.array(z.string()) }).nullable(),
  /** What is to be compared by telephone; null before registration. */
  fingerprint: Fingerprint.nullable(),
  /** The address that last registered or logged in here. */
  email: z.string().nullable(),
  /** Null when not logged in. The platform may have ended the session all the same: then calls answer AUTH_REFUSED. */
  login: z.strictObject({ email: z.string(), roles: z.array(Role), expires: IsoTime }).nullable(),
  version: z.string(),
});
export type GatewaySession = z.infer<typeof GatewaySession>;
