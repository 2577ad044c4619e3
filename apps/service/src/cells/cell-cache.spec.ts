import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLogger } from '@dq0/node/logging';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ServiceConfig } from '../config/index.ts';
import { CellCache } from './cell-cache.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'dq0-cells-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const kilobyte = 1024;
const said: string[] = [];
const logger = createLogger({ process: 'test', stream: { write: (line: string) => said.push(line) } });
const least = {
  DQ0_SERVICE_HOME: '/state',
  DQ0_DATA_ROOT: '/data',
  DQ0_REDIS_URL: 'unix:/run/redis.sock',
  DQ0_PLUGINS: '/plugins',
  DQ0_RUNTIMES: '/runtimes',
};
const cache = (mebibytes: number): CellCache =>
  new CellCache(new ServiceConfig({ ...least, DQ0_SERVICE_CELLS_MEBIBYTES: String(mebibytes) }), logger);
const statements = (sql: string, ...parameters: string[]) => [
  { name: 'statement', dialect: 'duckdb' as const, tables: ['adult'], sql, parameters },
];
let computed = 0;

/** Asks for cells in a new folder; what is computed is the text of the statement and the number of the computation. */
async function ask(
  cells: CellCache,
  asked: ReturnType<typeof statements>,
  text = asked[0]?.sql ?? '',
  version = folder,
): Promise<string> {
  const output = mkdtempSync(path.join(folder, 'run-'));
  const files = await cells.cells(version, asked, output, () => {
    computed += 1;
    writeFileSync(path.join(output, 's0.arrow'), `${text}${computed}`);
    return Promise.resolve({ statement: 's0.arrow' });
  });
  expect(files).toEqual({ statement: 's0.arrow' });
  return readFileSync(path.join(output, 's0.arrow'), 'utf8');
}
const kept = (): string[] => readdirSync(path.join(folder, 'cells')).toSorted();
const only = (): string => path.join(folder, 'cells', kept()[0] ?? '');

describe('cells that are kept', () => {
  it('are computed once for the same statements', async () => {
    const cells = cache(1);
    const first = await ask(cells, statements('SELECT 1', '3'));
    expect(await ask(cells, statements('SELECT 1', '3'))).toBe(first);
    expect(await ask(cache(1), statements('SELECT 1', '3'))).toBe(first);
    expect(kept()).toHaveLength(1);
  });

  it('are not those of another text, another parameter or another data version', async () => {
    const cells = cache(1);
    const first = await ask(cells, statements('SELECT 1', '3'));
    expect(await ask(cells, statements('SELECT 1', '4'))).not.toBe(first);
    expect(await ask(cells, statements('SELECT 2', '3'))).not.toBe(first);
    const next = mkdtempSync(path.join(folder, 'version-'));
    expect(await ask(cells, statements('SELECT 1', '3'), undefined, next)).not.toBe(first);
    expect(await ask(cells, statements('SELECT 1', '3'))).toBe(first);
  });

  it('are not kept of a data version that was removed meanwhile', async () => {
    const gone = path.join(folder, 'gone');
    await ask(cache(1), statements('SELECT 1'), undefined, gone);
    expect(existsSync(gone)).toBe(false);
  });

  it('are computed anew when a byte of them changed, and the log says so', async () => {
    const cells = cache(1);
    const first = await ask(cells, statements('SELECT 1'));
    writeFileSync(path.join(only(), 's0.arrow'), 'other cells');
    const second = await ask(cells, statements('SELECT 1'));
    expect(second).not.toBe('other cells');
    expect(second).not.toBe(first);
    expect(said.join('')).toContain('CELLS_UNREADABLE');
    expect(await ask(cells, statements('SELECT 1'))).toBe(second);
  });

  it('leave room for newer ones: what was used longest ago goes, and what was left half written', async () => {
    const cells = cache(1);
    mkdirSync(path.join(folder, 'cells', '.half'), { recursive: true });
    writeFileSync(path.join(folder, 'cells', '.half', 's0.arrow'), 'x'.repeat(100));
    utimesSync(path.join(folder, 'cells', '.half'), 0, 0);
    const large = (letter: string) => letter.repeat(400 * kilobyte);
    const first = await ask(cells, statements('a'), large('a'));
    utimesSync(only().replace('.half', kept()[1] ?? ''), 1, 1);
    await ask(cells, statements('b'), large('b'));
    expect(await ask(cells, statements('a'), large('a'))).toBe(first);
    await ask(cells, statements('c'), large('c'));
    expect(kept()).toHaveLength(2);
    expect(await ask(cells, statements('a'), large('a'))).toBe(first);
    await ask(cells, statements('d'), 'x'.repeat(1025 * kilobyte));
    expect(kept()).toHaveLength(2);
  });

  it('are none where the setting is 0', async () => {
    const first = await ask(cache(0), statements('SELECT 1'));
    expect(await ask(cache(0), statements('SELECT 1'))).not.toBe(first);
    expect(readdirSync(folder)).not.toContain('cells');
  });

  it('keep nobody waiting for an answer when they cannot be kept', async () => {
    writeFileSync(path.join(folder, 'cells'), 'a file where the folder would be');
    const first = await ask(cache(1), statements('SELECT 1'));
    expect(first).toContain('SELECT 1');
    expect(said.join('')).toContain('CELLS_NOT_KEPT');
  });
});
