import { thresholdDeltaOf } from '@dq0/accounting';
import { noiseEvents, thresholdDelta, type AcceptedPlan, type DatasetDefinition } from '@dq0/protocol';

type Table = DatasetDefinition['tables'][string];

/** Decimal text of six digits against doubles of two languages. */
const TOLERANCE = 1e-9;

/**
 * Does the threshold of a plan cost what it says? T and the groups of a unit are taken from the plan and must be the
 * owner's; delta is computed again from the exact tail of the noise on the column of units.
 */
export function thresholdProblem(plan: AcceptedPlan, definition: DatasetDefinition): string | null {
  const tables = privateTables(plan, definition);
  const additive = plan.events.flatMap((event) => (event.kind === 'additive_delta' ? [event.delta] : []));
  if (plan.threshold === null) {
    if (additive.length > 0) return 'it charges a threshold that it does not have';
    return tables.some(({ minUnits }) => minUnits > 1) ? "it lacks the threshold of an owner's minimum" : null;
  }
  const [charged] = additive;
  if (charged === undefined || additive.length > 1 || plan.events.at(-1)?.kind !== 'additive_delta') {
    return 'its threshold is not charged once, behind the noise';
  }
  const event = noiseEvents(plan.events)[plan.mechanisms.findIndex(({ part }) => part === 'units')];
  if (event === undefined) return 'its threshold has no column of units';
  const gaussian = event.kind === 'discrete_gaussian';
  const groups = Number(gaussian ? event.l2Squared : event.l1);
  if (!(groups >= 1 && tables.some(({ unit }) => groups <= ('maxGroups' in unit ? unit.maxGroups : 1)))) {
    return 'its threshold counts on more groups than the owner allows';
  }
  const least = plan.threshold.units - (Math.max(1, ...tables.map(({ minUnits }) => minUnits)) - 1);
  const delta = thresholdDeltaOf(
    { kind: event.kind, scale: Number(gaussian ? event.sigma : event.scale) },
    least,
    groups,
  );
  if (delta > thresholdDelta(definition) * (1 + TOLERANCE)) return 'its threshold is below the one that delta asks for';
  if (Number(charged) < delta * (1 - TOLERANCE)) return 'it charges less for its threshold than it may fail by';
  return Math.abs(Number(charged) - plan.threshold.delta) <= TOLERANCE * plan.threshold.delta
    ? null
    : 'it shows another delta for its threshold than it charges';
}

function privateTables(plan: AcceptedPlan, { tables }: DatasetDefinition): Table[] {
  const names = new Set(plan.statements.flatMap((statement) => statement.tables));
  return [...names].flatMap((name) => {
    const table = tables[name];
    return table === undefined || table.unit.kind === 'public' ? [] : [table];
  });
}
