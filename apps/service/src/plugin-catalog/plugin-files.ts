import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { sha256Hex } from '@dq0/encryption';
import { MANIFEST, PluginError } from './read-plugin-manifest.ts';

/** What a plugin's author has around but no run needs: it is neither digested nor copied. */
const left =
  /^(__pycache__|tests|dist|build|node_modules|\.venv|\.git|\.[a-z]+_cache|\.hypothesis|.*\.egg-info|.*\.pyc)$/;
const mostBytes = 64 * 2 ** 20;

export interface PluginFile {
  /** Relative to the folder, with slashes. */
  readonly path: string;
  readonly executable: boolean;
  readonly bytes: Buffer;
}

/** Every file of a plugin that counts, sorted by path. Links and other special files are refused. */
export function readPluginFiles(folder: string): PluginFile[] {
  const files: PluginFile[] = [];
  let size = 0;
  const walk = (below: string): void => {
    for (const entry of readdirSync(path.join(folder, below), { withFileTypes: true })) {
      if (left.test(entry.name)) continue;
      const place = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) walk(place);
      else if (entry.isFile()) {
        const bytes = readFileSync(path.join(folder, place));
        size += bytes.length;
        if (size > mostBytes) throw new PluginError('files', `The plugin in ${folder} is larger than 64 MiB.`);
        files.push({ path: place, executable: (statSync(path.join(folder, place)).mode & 0o100) !== 0, bytes });
      } else {
        throw new PluginError(
          'files',
          `${path.join(folder, place)} is a link or no plain file; a plugin holds neither.`,
        );
      }
    }
  };
  walk('');
  return files.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/**
 * `sha256:` and the digest over path, executable bit and content of every file. The manifest's own `digest:` line
 * cannot be part of what it names, so it counts as absent.
 */
export async function digestPlugin(files: readonly PluginFile[]): Promise<string> {
  const lines = await Promise.all(
    files.map(async ({ path: place, executable, bytes }) => {
      const counted = place === MANIFEST ? bytes.toString('utf8').replace(/^digest:.*(\n|$)/m, '') : bytes;
      return `${await sha256Hex(counted)} ${executable ? 'x' : '-'} ${place}\n`;
    }),
  );
  return `sha256:${await sha256Hex(lines.join(''))}`;
}
