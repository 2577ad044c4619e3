import { DatasetDefinition } from '@dq0/protocol';
import { accountAndBudget } from './budget-of.ts';
import { descriptionAndTags, nameOf, privacyOf, type Decisions } from './dataset-facts.ts';
import { detectNotation } from './detect-notation.ts';
import { isFileDraft, present, type Draft } from './draft.ts';
import { Findings, type Finding } from './finding.ts';
import { tellRest } from './left-over.ts';
import { asMapping, asText, type Mapping } from './members.ts';
import { matchFile } from './match-file.ts';
import { Identifiers, NAMES } from './names.ts';
import { readMetaDataset } from './read-meta-dataset.ts';
import { readFlat, readSmartNoise } from './read-nested.ts';
import type { Notation, SourceTable, SourceTree } from './source-tree.ts';
import { translateConnector } from './translate-connector.ts';
import { translateTable } from './translate-table.ts';

/** What came of a source in another notation. */
export interface Imported {
  readonly notation: Notation;
  /** Members in the order in which a definition is written; a gap is a member that is not there. */
  readonly definition: Draft;
  /** Whether it is a definition: nothing is missing, and nothing in it is of the wrong shape. */
  readonly valid: boolean;
  readonly findings: readonly Finding[];
}

export interface ImportOptions {
  /** Found by the shape of the source where it is not given. */
  readonly notation?: Notation | undefined;
  /** Name of the source file without folder and ending. */
  readonly fileName: string;
  readonly decisions: Decisions;
}

/**
 * Turns metadata of SmartNoise or of the original system into a definition. Nothing is invented in silence: every
 * default, interpretation, loss and gap is a finding.
 * @throws UsageError for a source whose structure is none of the notations
 */
export function importDefinition(value: unknown, { notation, fileName, decisions }: ImportOptions): Imported {
  const root = asMapping(value, '');
  const tree = readTree(root, notation ?? detectNotation(root));
  const findings = new Findings();
  const name = nameOf(tree, decisions.name, fileName, findings);
  const facts = { ...descriptionAndTags(tree, findings), ...privacyOf(tree, findings) };
  const connector = connectorOf(tree, decisions.path, findings);
  const account = accountAndBudget(tree, decisions, findings);
  const settings = settingsOf(findings);
  const tables = tablesOf(tree, connector, findings);
  for (const place of tree.places) tellPlace(place, findings);
  tellRest(tree.dataset, '', findings);
  const definition = present({
    apiVersion: 'dq0/v1',
    kind: 'Dataset',
    name,
    ...facts,
    connector,
    ...account,
    ...settings,
    tables,
  });
  const valid = validate(definition, findings);
  return { notation: tree.notation, definition, valid, findings: findings.all };
}

function readTree(root: Mapping, notation: Notation): SourceTree {
  switch (notation) {
    case 'smartnoise':
      return readSmartNoise(root);
    case 'flat':
      return readFlat(root);
    case 'meta-simple':
      return readMetaDataset(root, 'simple');
    case 'meta-full':
      return readMetaDataset(root, 'full');
  }
}

function connectorOf(tree: SourceTree, path: string | undefined, findings: Findings): Draft | undefined {
  const places = tree.places.map(({ members }) => members);
  const types = [
    tree.dataset.take('type'),
    tree.dataset.take('engine'),
    ...places.map((part) => part.take('type_name')),
  ];
  const uris = [tree.dataset, ...places].flatMap((part) =>
    [part.take('connection') ?? [], part.take('uri') ?? []].flat(),
  );
  const connection = {
    type: types.find((type) => type !== undefined),
    uris: uris.filter(({ value }) => asText(value) !== undefined),
    members: [...places, ...tree.tables.map(({ members }) => members)],
  };
  return translateConnector(connection, path, findings);
}

function settingsOf(findings: Findings): Draft {
  const noLimit = 'One release may then use the whole epsilon of the budget, and a tenth of its delta.';
  findings.default('limits', 'No limits.', noLimit, 'Write limits: { epsilonPerRelease: E, deltaPerRelease: D }.');
  findings.default('entity', 'entity: person', 'Who is protected has a name.', 'Write another, such as household.');
  findings.default('timing', 'timing: deadline', 'Times of answers then tell nothing.', 'Write fast to give that up.');
  findings.default('version', 'version: 1', 'These are the first data under this name.', 'Nothing to do.');
  return { entity: 'person', timing: 'deadline', version: 1 };
}

function tablesOf(tree: SourceTree, connector: Draft | undefined, findings: Findings): Draft {
  if (tree.tables.length === 0) {
    findings.gap('tables', null, 'Tables are missing.', 'The source has none.', 'Write tables with their columns.');
  }
  const names = new Identifiers();
  const privacyColumn = tree.dataset.take('privacy_column');
  const translated = tree.tables.map((table) => {
    const name = names.make(table.name);
    const path = `tables.${name}`;
    if (name !== table.name) tellRenamed(path, table.source, name, findings);
    return { name, table, path, ...translateTable(table, privacyColumn, path, findings) };
  });
  const kinds = new Set(translated.flatMap(({ draft }) => (draft['unit'] as Draft | undefined)?.['kind'] ?? []));
  if (kinds.size > 1) {
    const why = 'An account counts rows or entities, not both.';
    findings.gap('tables', null, 'Tables protect different units.', why, 'Make a data set of each kind.');
  }
  if (connector !== undefined) matchFile(connector, translated, findings);
  return Object.fromEntries(
    translated.map(({ name, table, draft }) => [
      name,
      present({ source: sourceOf(table, name, connector, translated.length), ...draft }),
    ]),
  );
}

/** Name of the table where the data lie, where it is not the table's own. */
function sourceOf(table: SourceTable, name: string, connector: Draft | undefined, count: number): string | undefined {
  const file = connector === undefined || isFileDraft(connector);
  if (file) return count > 1 && name !== table.name ? table.name : undefined;
  return table.schema === '' ? table.name : `${table.schema}.${table.name}`;
}

function tellRenamed(path: string, source: string, name: string, findings: Findings): void {
  findings.decide(path, source, `The name became ${name}.`, NAMES, 'Use it in questions, or choose another.');
}

function tellPlace({ source, members }: SourceTree['places'][number], findings: Findings): void {
  // The name of a database or schema stands in the source of its tables where it counts.
  members.take('name');
  tellRest(members, source.startsWith('meta_dataset') ? '' : 'connector', findings);
}

/** What the schema refuses and no gap explains is a gap of its own: nothing slips through. */
function validate(definition: Draft, findings: Findings): boolean {
  const parsed = DatasetDefinition.safeParse(definition);
  const gaps = findings.all.filter(({ kind }) => kind === 'gap').map(({ path }) => path);
  const explained = (path: string): boolean => gaps.some((gap) => gap === path || gap.startsWith(`${path}.`));
  for (const { path, message } of parsed.error?.issues ?? []) {
    const place = path.map(String).join('.');
    if (explained(place)) continue;
    findings.gap(place, null, 'The value is not valid.', message, 'Correct it in the result.');
  }
  return parsed.success && !findings.all.some(({ kind }) => kind === 'gap');
}
