import { z } from 'zod';
import { Fingerprint, IsoTime, OwnGroupName, Role } from '../../vocabulary.ts';

/** Registered, confirmed by mail, approved by a person; or ended. */
export const UserState = z.enum(['registered', 'waiting', 'approved', 'rejected', 'disabled']);
/** So many groups one person may be in. */
export const MOST_GROUPS_OF_USER = 32;
export const GroupsOfUser = z
  .array(OwnGroupName)
  .max(MOST_GROUPS_OF_USER)
  .refine((groups) => new Set(groups).size === groups.length, 'each group once');
export const UserRecord = z.strictObject({
  email: z.string(),
  state: UserState,
  roles: z.array(Role),
  /** Groups beside the roles. */
  groups: z.array(OwnGroupName),
  /** Fingerprint of the device that registered, as its owner sees it. */
  fingerprint: Fingerprint,
  since: IsoTime,
});
export type UserRecord = z.infer<typeof UserRecord>;
