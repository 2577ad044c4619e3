import { z } from 'zod';
import { IsoTime } from '../../vocabulary.ts';

const NAME = '[a-z][a-z0-9_-]{0,62}';
const HOW = 'a lower-case letter, then at most 62 letters, digits, _ or -';

/** Of a project, among those of whoever made it. */
export const ProjectName = z.string().regex(new RegExp(`^${NAME}$`), HOW);
/** `ada@example.org/churn`: the address of whoever made it, and its name. It never changes. */
export const FullProjectName = z
  .string()
  .max(318)
  .regex(new RegExp(`^[^\\s/A-Z]+@[^\\s/A-Z]+/${NAME}$`), 'ADDRESS/NAME, such as ada@example.org/churn');
/** A project as its members may call it: the name alone, where no two of theirs have it. */
export const ProjectRef = z.union([ProjectName, FullProjectName]);

export const ProjectRecord = z.strictObject({
  project: FullProjectName,
  /** Address of who says who is in it: whoever made it, or to whom it was handed over. */
  owner: z.string(),
  /** The account of its owner has ended: an administrator hands it over. */
  orphaned: z.boolean(),
  created: IsoTime,
  /** Addresses, its owner among them; an address may be of somebody who has no account yet. */
  members: z.array(z.strictObject({ member: z.string(), added: IsoTime })),
  /** Questions that were asked for it. */
  runs: z.int().nonnegative(),
});
export type ProjectRecord = z.infer<typeof ProjectRecord>;

export const PROJECT_EXAMPLE = {
  project: 'ada@example.org/churn',
  owner: 'ada@example.org',
  orphaned: false,
  created: '2026-11-24T00:00:00Z',
  members: [{ member: 'ada@example.org', added: '2026-11-24T00:00:00Z' }],
  runs: 0,
};
