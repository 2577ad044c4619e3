import { readdirSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../errors/usage-error.ts';

const NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;
const DEFAULT = 'default';

/**
 * The folder of the profile to use: the named one, else `default`, else the only one that exists.
 * @throws UsageError
 */
export function chooseProfile(root: string, named: string | undefined): { name: string; folder: string } {
  if (named !== undefined && !NAME.test(named)) {
    throw new UsageError(
      `"${named}" is no name of a profile.`,
      'Use lower-case letters, digits, _ and -, at most 32 of them.',
    );
  }
  const name = named ?? onlyOne(listProfiles(root));
  return { name, folder: path.join(root, name) };
}

export function listProfiles(root: string): string[] {
  try {
    const entries = readdirSync(root, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && NAME.test(entry.name))
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}

function onlyOne(names: readonly string[]): string {
  const [only, ...more] = names;
  if (only === undefined || names.includes(DEFAULT)) return DEFAULT;
  if (more.length === 0) return only;
  throw new UsageError(
    `There are several profiles: ${names.join(', ')}.`,
    `Choose one, for example: --profile ${only}`,
  );
}
