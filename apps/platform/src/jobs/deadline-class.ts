import { isFinal, visibleState, type VisibleState } from '@dq0/jobs';
import type { AcceptedPlan, DatasetDefinition } from '@dq0/protocol';
import type { Job } from './job.ts';

/** Public sizes up to `maxUnits` have an answer by then, in seconds. */
const CLASSES = [
  { maxUnits: 1e5, seconds: 2 },
  { maxUnits: 1e7, seconds: 10 },
  { maxUnits: Infinity, seconds: 60 },
] as const;
/** Part of its class during which a job is shown as queued, whatever it really does. */
const SHOWN_AS_QUEUED = 0.25;

/** Seconds after submission at which an outcome may first be seen: a function of plan and metadata. Null: at once. */
export function deadlineClass(definition: DatasetDefinition, plan: AcceptedPlan): number | null {
  if (definition.timing === 'fast') return null;
  const tables = new Set(plan.statements.flatMap((statement) => statement.tables));
  const units = Math.max(0, ...[...tables].map((table) => definition.tables[table]?.maxUnits ?? Infinity));
  return CLASSES.find(({ maxUnits }) => units <= maxUnits)?.seconds ?? 60;
}

export type Timed = Pick<Job, 'state' | 'submittedAt' | 'classSeconds' | 'visibleAt'>;

/** When the outcome of a job that ends at `now` may be seen: the end of its class, or of the next one if it was late. */
export function visibleFrom({ submittedAt, classSeconds }: Timed, now: number): number | null {
  if (classSeconds === null) return null;
  const length = classSeconds * 1000;
  return submittedAt + Math.max(1, Math.ceil((now - submittedAt) / length)) * length;
}

/** Whether the outcome may be seen: a state that is final, and its time. A cancellation is public at once. */
export function isShown(job: Timed, now: number): boolean {
  if (!isFinal(job.state)) return false;
  return job.state === 'cancelled' || job.visibleAt === null || now >= job.visibleAt;
}

/** The state as people see it: where timing is protected, a public schedule until the outcome is shown. */
export function shownState(job: Timed, now: number): VisibleState {
  if (job.classSeconds === null || isShown(job, now)) return visibleState(job.state);
  return now < job.submittedAt + job.classSeconds * 1000 * SHOWN_AS_QUEUED ? 'queued' : 'running';
}
