import { UsageError } from '../errors/usage-error.ts';
import { isMapping, type Mapping } from './members.ts';
import { NOTATIONS, type Notation } from './source-tree.ts';

/** Members that the flat notation has beside its schemas; a SmartNoise file has none of them. */
const OF_A_DATASET = ['name', 'description', 'type', 'tags', 'privacy_column', 'metadata_is_public', 'connection'];

/**
 * Which notation a file is written in, by its shape alone.
 * @throws UsageError for a definition of DQ0 itself, and for what no notation knows
 */
export function detectNotation(root: Mapping): Notation {
  if (root['apiVersion'] !== undefined || root['kind'] === 'Dataset') {
    throw new UsageError('This is a definition of DQ0 already.', 'Publish it with: dq0 data add FILE');
  }
  const meta = root['meta_dataset'];
  if (isMapping(meta)) return ofMetaDataset(meta);
  if (OF_A_DATASET.some((name) => root[name] !== undefined && !isMapping(root[name]))) return 'flat';
  if (hasColumns(root, 3)) return 'smartnoise';
  if (hasColumns(root, 2)) return 'flat';
  throw new UsageError(
    'The notation of this file is not known.',
    `Give it with --format (${NOTATIONS.join(', ')}), or see docs/guide/import.md.`,
  );
}

function ofMetaDataset({ format, node }: Mapping): Notation {
  if (format === 'full') return 'meta-full';
  if (format === 'simple') return 'meta-simple';
  return isMapping(node) && typeof node['type_name'] === 'string' ? 'meta-full' : 'meta-simple';
}

/** Whether mappings with a type stand so many levels below: schema and table, or database, schema and table. */
function hasColumns(mapping: Mapping, levels: number): boolean {
  const inner = Object.values(mapping).filter(isMapping);
  if (levels === 0) return inner.some(({ type }) => typeof type === 'string');
  return inner.some((child) => hasColumns(child, levels - 1));
}
