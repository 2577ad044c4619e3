import { CodedError, type DatasetDefinition, type ErrorDetail } from '@dq0/protocol';
import type { Dataset } from './dataset.ts';

/** Differences that an owner is shown at once. */
const MOST = 20;

/** Unit, entity, account and its budget stay for the life of these people's data. */
const IMMUTABLE = /^(account|entity|budget(\..+)?|tables\.[^.]+\.unit(\.(kind|column|via.*))?)$/;

/**
 * The name is taken. Its owner is told in what this definition differs from the published one; others learn nothing
 * of it.
 */
export function takenName(existing: Dataset, definition: DatasetDefinition, caller: string): CodedError {
  if (existing.ownerId !== caller) return new CodedError('DATASET_EXISTS');
  const paths = differences(existing.definition, definition, '');
  if (paths.length === 0) {
    return new CodedError('DATASET_EXISTS', {
      message: 'You have published exactly this definition already.',
      remedy: 'Nothing to do. See it with: dq0 data info NAME',
    });
  }
  return new CodedError('DATASET_EXISTS', { details: paths.slice(0, MOST).map(toDetail) });
}

function toDetail(path: string): ErrorDetail {
  const message = 'differs from what you published';
  return { path, message: IMMUTABLE.test(path) ? `${message}, and can never change` : message };
}

/** Paths of the innermost members that are not equal. */
function differences(before: unknown, after: unknown, path: string): string[] {
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) => differences(before[name], after[name], path === '' ? name : `${path}.${name}`));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
