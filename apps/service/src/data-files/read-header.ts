import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import path from 'node:path';
import { Identifier, RelativePath, type DataFiles } from '@dq0/protocol';

/** The longest first line that is looked at. */
const MOST_BYTES = 64 * 1024;
const MOST_COLUMNS = 1600;
const DELIMITERS = [',', ';', '\t', '|'];

type Header = DataFiles['header'];

/**
 * The names in the first line of a file below the root, without following links. Null unless every cell is a name and
 * no two are the same: a line with a number, a blank or a sentence may be one of data, and nothing of it is told.
 */
export async function readHeader(root: string, file: string): Promise<Header> {
  if (!RelativePath.safeParse(file).success) return null;
  const line = await firstLine(path.join(await realpath(root), file));
  return line === undefined ? null : namesIn(line);
}

function namesIn(line: string): Header {
  const delimiter = DELIMITERS.find((sign) => line.includes(sign)) ?? ',';
  const columns = line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const named = columns.every((column) => Identifier.safeParse(column).success);
  if (!named || columns.length > MOST_COLUMNS || new Set(columns).size !== columns.length) return null;
  return { columns, delimiter };
}

async function firstLine(place: string): Promise<string | undefined> {
  try {
    // A link anywhere on the way leads to another real path.
    if ((await realpath(place)) !== place) return undefined;
    const file = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      if (!(await file.stat()).isFile()) return undefined;
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
      const text = new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, endOf(buffer, bytesRead)));
      return bytesRead === MOST_BYTES && !buffer.includes('\n') ? undefined : text.trimEnd();
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

function endOf(buffer: Buffer, bytes: number): number {
  const end = buffer.subarray(0, bytes).indexOf('\n');
  return end === -1 ? bytes : end;
}
