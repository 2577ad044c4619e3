import { DatasetName, GroupName, IsoTime } from '@dq0/protocol';
import { z } from 'zod';

/** The simplest policy of a data set: this group may plan and run queries on it, until a time if one is named. */
export const Grant = z.strictObject({ dataset: DatasetName, group: GroupName, until: IsoTime.optional() });
export type Grant = z.infer<typeof Grant>;

/** Whether a grant lets one of these groups ask about the data set at `now` (milliseconds since 1970). */
export function grantHolds(grant: Grant, dataset: string, groups: readonly string[], now: number): boolean {
  const inTime = grant.until === undefined || now < Date.parse(grant.until);
  return grant.dataset === dataset && groups.includes(grant.group) && inTime;
}
