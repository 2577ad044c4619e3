import { z } from 'zod';
import { Fingerprint, IsoTime, Role } from '../../vocabulary.ts';

/** Registered, confirmed by mail, approved by a person; or ended. */
export const UserState = z.enum(['registered', 'waiting', 'approved', 'rejected', 'disabled']);
export const UserRecord = z.strictObject({
  email: z.string(),
  state: UserState,
  roles: z.array(Role),
  /** Fingerprint of the device that registered, as its owner sees it. */
  fingerprint: Fingerprint,
  since: IsoTime,
});
export type UserRecord = z.infer<typeof UserRecord>;
