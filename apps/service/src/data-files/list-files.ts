import { lstat, opendir } from 'node:fs/promises';
import path from 'node:path';
import { RelativePath, type DataFiles } from '@dq0/protocol';

const MOST_FILES = 300;
/** Entries that are looked at, whatever they are: a folder of a million is not walked through. */
const MOST_ENTRIES = 5000;

type Listed = Pick<DataFiles, 'files' | 'more'>;

/** Plain files below a folder, breadth first, so that the near ones are listed when there are too many. */
export async function listFiles(root: string): Promise<Listed> {
  const files: Listed['files'] = [];
  const folders = [''];
  let entries = 0;
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for await (const entry of await open(path.join(root, folder))) {
      entries += 1;
      if (files.length === MOST_FILES || entries > MOST_ENTRIES) return { files: sorted(files), more: true };
      const place = folder === '' ? entry.name : `${folder}/${entry.name}`;
      // A link is neither a file nor a folder here, so nothing outside is ever named.
      if (entry.name.startsWith('.') || !RelativePath.safeParse(place).success) continue;
      if (entry.isDirectory()) folders.push(place);
      if (entry.isFile()) files.push({ path: place, bytes: await sizeOf(path.join(root, place)) });
    }
  }
  return { files: sorted(files), more: false };
}

/** A folder that is gone or closed holds nothing for this list. */
async function open(folder: string): Promise<AsyncIterable<import('node:fs').Dirent>> {
  try {
    return await opendir(folder);
  } catch {
    return (async function* () {})();
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await lstat(file)).size;
  } catch {
    return 0;
  }
}

function sorted(files: Listed['files']): Listed['files'] {
  return files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}
