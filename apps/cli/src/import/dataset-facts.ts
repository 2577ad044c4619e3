import { present, type Draft } from './draft.ts';
import type { Findings } from './finding.ts';
import { takeText } from './left-over.ts';
import { asFlag, asNumber, asText, asTexts, type Members } from './members.ts';
import { datasetName } from './names.ts';
import type { SourceTree } from './source-tree.ts';

/** What the owner decided beforehand, by flags. */
export interface Decisions {
  readonly name?: string | undefined;
  readonly account?: string | undefined;
  readonly epsilon?: number | undefined;
  readonly delta?: number | undefined;
  /** Data file or folder, under the data root. */
  readonly path?: string | undefined;
}

/** @param fileName of the source, without folder and ending: the last resort for a name */
export function nameOf({ dataset }: SourceTree, decided: string | undefined, fileName: string, findings: Findings) {
  const member = dataset.take('name');
  if (decided !== undefined) return decided;
  const written = asText(member?.value);
  const name = datasetName(written ?? '') ?? datasetName(fileName) ?? 'imported';
  if (name !== written) {
    const why = written === undefined ? 'The source has no name.' : 'Names are lower-case letters, digits, _ and -.';
    findings.decide('name', member?.source ?? null, `The name is ${name}.`, why, 'Choose another with --name.');
  }
  return name;
}

export function descriptionAndTags({ dataset }: SourceTree, findings: Findings): Draft {
  const description = takeText(dataset, 'description', 4000, 'description', findings);
  const tags = dataset.take('tags');
  const texts = (tags && asTexts(tags.value))?.filter((tag) => tag !== '');
  const usable = texts !== undefined && texts.length <= 32 && texts.every(({ length }) => length <= 64);
  if (tags !== undefined && !usable) {
    findings.dropped('tags', tags.source, 'tags', 'They are no list of up to 32 short texts.', 'Write shorter ones.');
  }
  if (description === undefined) {
    findings.default('description', 'No description.', 'The source has none.', 'Write what the data are.');
  }
  return present({ description, tags: usable ? texts : undefined });
}

/** The strictest level that stands anywhere, and metadata that are public only where nothing says otherwise. */
export function privacyOf(tree: SourceTree, findings: Findings): Draft {
  const parts = [tree.dataset, ...tree.places.map(({ members }) => members), ...tree.tables.map(membersOf)];
  const levels = parts.flatMap((members) => members.take('privacy_level') ?? []);
  const read = levels.map(({ value }) => asNumber(value)).map((level) => ([0, 1, 2].includes(level ?? -1) ? level : 2));
  const level = read.length === 0 ? 2 : Math.max(...read.map((one) => one ?? 2));
  const first = levels[0];
  if (first === undefined) {
    findings.default('privacyLevel', 'privacyLevel: 2', 'The source has none; 2 is the highest.', LOWER);
  } else {
    const why = 'The strictest level counts that stands anywhere in the source.';
    findings.decide('privacyLevel', first.source, `privacyLevel is ${level}.`, why, LOWER);
  }
  return { privacyLevel: level, publicMetadata: publicMetadataOf(tree, parts, findings) };
}

const LOWER = 'Write 0 or 1 if less strict rules of release are right.';

function publicMetadataOf(tree: SourceTree, parts: readonly Members[], findings: Findings): boolean {
  const columns = tree.tables.flatMap((table) => table.columns.map(({ members }) => members));
  const [ofDataset, ...others] = [...parts, ...columns].map((members) => members.take('metadata_is_public'));
  const why = 'Scientists with a grant then see tables, columns and bounds.';
  const change = 'Write publicMetadata: true or false.';
  if (tree.notation === 'smartnoise') {
    findings.default('publicMetadata', 'publicMetadata: true', why, change);
    return true;
  }
  const closed = others.some((member) => member !== undefined && asFlag(member.value) !== true);
  const open = asFlag(ofDataset?.value) === true && !closed;
  if (ofDataset === undefined) {
    findings.default('publicMetadata', 'publicMetadata: false', 'The source does not open them.', change);
  } else {
    const all = 'It is one setting for the whole data set, open only where no part is closed.';
    findings.decide('publicMetadata', ofDataset.source, `publicMetadata: ${String(open)}`, all, change);
  }
  return open;
}

const membersOf = ({ members }: { readonly members: Members }): Members => members;
