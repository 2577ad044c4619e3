import { z } from 'zod';

/** A budget account or a data set that spends from one; a data set of that name comes first. */
export const BudgetName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'lower-case letters, digits, _ or -, such as census');

/** Part of an account's limit at its primary order: shares of releases add up. */
export const Share = z.number().nonnegative();

/** A fairness limit inside an account: the part of it that one person, all people of a group together, or a project may use. */
export const QuotaRecord = z.strictObject({
  kind: z.enum(['user', 'group', 'project']),
  /** E-mail address, name of the group, or full name of the project. */
  subject: z.string(),
  share: Share,
  used: Share,
});
export type QuotaRecord = z.infer<typeof QuotaRecord>;
