import type { Draft } from './draft.ts';
import type { Findings } from './finding.ts';
import { takeFlag } from './left-over.ts';
import { asNumber, type Member } from './members.ts';
import type { SourceTable } from './source-tree.ts';

const WRITE_UNIT = 'Write unit: { kind: row }, or { kind: column, column: NAME, maxGroups: N, maxRows: N }.';
const LARGEST_CAP = 2 ** 40;

/** Column of a table by its name at the source: the draft, and the name it has there. */
export interface NamedColumn {
  readonly name: string;
  readonly draft: Draft;
}

/**
 * Whom a table protects: rows where `row_privacy` says so, else the units of its one private id with `max_ids` as
 * cap. Undefined, and a gap, where the source does not say.
 * @param ids names at the source of the columns that name people
 */
export function translateUnit(
  { members, columns, source }: SourceTable,
  named: ReadonlyMap<string, NamedColumn>,
  ids: readonly string[],
  path: string,
  findings: Findings,
): Draft | undefined {
  const rowPrivacy = takeFlag(members, 'row_privacy', `${path}.unit`, findings);
  const maxIds = members.take('max_ids');
  if (rowPrivacy === true) {
    if (maxIds !== undefined) {
      findings.dropped(`${path}.unit`, maxIds.source, 'max_ids', 'Every row is a unit of its own.', 'Nothing to do.');
    }
    for (const id of ids) markIdentifier(id, columns, named, path, findings);
    return { kind: 'row' };
  }
  const [id, ...others] = ids;
  const column = id === undefined ? undefined : named.get(id);
  if (column === undefined || others.length > 0) {
    const why = 'Neither row_privacy nor one private id says who is protected.';
    const several = 'Several columns are private ids; a unit is one column.';
    findings.gap(`${path}.unit`, source, 'The unit is missing.', others.length > 0 ? several : why, WRITE_UNIT);
    return undefined;
  }
  if (!['integer', 'string'].includes(String(column.draft['type']))) {
    const why = 'Units are whole numbers or texts.';
    findings.gap(`${path}.unit`, source, `The unit ${column.name} has another type.`, why, WRITE_UNIT);
    return undefined;
  }
  const cap = capOf(maxIds, path, findings);
  return { kind: 'column', column: column.name, maxGroups: cap, maxRows: cap };
}

function markIdentifier(
  id: string,
  columns: SourceTable['columns'],
  named: ReadonlyMap<string, NamedColumn>,
  path: string,
  findings: Findings,
): void {
  const column = named.get(id);
  if (column === undefined) return;
  column.draft['identifier'] = true;
  const source = columns.find(({ name }) => name === id)?.source ?? null;
  const why = 'row_privacy protects rows, not the people of this column: it cannot be the unit as well.';
  const place = `${path}.columns.${column.name}.identifier`;
  findings.decide(
    place,
    source,
    'The private id became an identifier.',
    why,
    `If people have several rows: ${WRITE_UNIT}`,
  );
}

function capOf(maxIds: Member | undefined, path: string, findings: Findings): number {
  const written = asNumber(maxIds?.value);
  const cap = written !== undefined && Number.isInteger(written) && written >= 1 && written <= LARGEST_CAP;
  const place = `${path}.unit`;
  if (maxIds === undefined || !cap) {
    if (maxIds !== undefined) {
      findings.dropped(place, maxIds.source, 'max_ids', 'It is no whole number from 1 on.', 'Write the caps.');
    }
    const why = 'Where max_ids is not given, the source counts one row of each unit.';
    findings.default(place, 'maxGroups: 1 and maxRows: 1', why, CHOOSE_CAPS);
    return 1;
  }
  const why = 'max_ids caps all rows of a unit; here groups, and rows within each group, are capped apart.';
  findings.decide(place, maxIds.source, `maxGroups and maxRows are ${written}.`, why, CHOOSE_CAPS);
  return written;
}

const CHOOSE_CAPS = 'Choose both: what is above is not counted, and the noise grows with them.';
