import { noiseEvents, type AcceptedPlan, type Measured, type ResultTable } from '@dq0/protocol';

/** A public key set has at most this many cells, and no more unknown groups are shown. */
const MOST_CELLS = 10_000;

/** Why a table is not the one that its plan announced, or null. Reads its structure, never what stands in it. */
export function tableProblem({ columns, rows, intervals }: ResultTable, plan: AcceptedPlan): string | null {
  if (JSON.stringify(columns) !== JSON.stringify(plan.columns)) return 'the columns differ from the plan';
  if (rows.length > plan.maxRows) return 'there are more rows than the plan allows';
  const shaped =
    rows.length === intervals.length && [...rows, ...intervals].every((row) => row.length === columns.length);
  return shaped ? null : 'rows and intervals differ in shape';
}

/** Why the integers kept beside a table are not one for each noise event and cell, or null. */
export function measuredProblem({ keys, columns, scales }: Measured, { events }: AcceptedPlan): string | null {
  const noisy = noiseEvents(events).length;
  if (keys.length > MOST_CELLS) return 'there are more cells than a plan can have';
  if (columns.length !== noisy || (scales ?? columns).length !== noisy)
    return 'the integers are not those of the events';
  return columns.every((column) => column.length === keys.length) ? null : 'integers and cells differ in number';
}
