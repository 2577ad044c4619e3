import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listFiles } from './list-files.ts';
import { readHeader } from './read-header.ts';

let home: string;
let root: string;
const write = (name: string, text: string): void => writeFileSync(path.join(root, name), text);
const paths = async (): Promise<string[]> => (await listFiles(root)).files.map(({ path: place }) => place);

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'dq0-files-'));
  root = path.join(home, 'data');
  mkdirSync(path.join(root, 'inner'), { recursive: true });
  writeFileSync(path.join(home, 'outside.csv'), 'secret,names\n');
});
afterEach(() => rmSync(home, { recursive: true }));

describe('the list of files', () => {
  it('names files with their sizes, folders walked through', async () => {
    write('b.csv', 'age\n');
    write('inner/a.csv', 'age\n1\n');
    const files = [
      { path: 'b.csv', bytes: 4 },
      { path: 'inner/a.csv', bytes: 6 },
    ];
    expect(await listFiles(root)).toEqual({ files, more: false });
  });

  it('follows no link, and leaves out what a definition could not name or what is hidden', async () => {
    symlinkSync(path.join(home, 'outside.csv'), path.join(root, 'link.csv'));
    symlinkSync(home, path.join(root, 'folder'));
    write('.hidden', 'age\n');
    write('back\\slash.csv', 'age\n');
    expect(await paths()).toEqual([]);
  });

  it('ends at 300 and says so', async () => {
    for (let number = 0; number < 301; number += 1) write(`${number}.csv`, '');
    const { files, more } = await listFiles(root);
    expect([files.length, more]).toEqual([300, true]);
  });

  it('is empty where there is no folder', async () => {
    expect(await listFiles(path.join(root, 'gone'))).toEqual({ files: [], more: false });
  });
});

describe('the header of a file', () => {
  it.each([
    ['age,sex\n1,2\n', ['age', 'sex'], ','],
    ['\uFEFF"age";"sex"\r\n1;2\r\n', ['age', 'sex'], ';'],
    ['age', ['age'], ','],
  ])('is what its first line names: %j', async (text, columns, delimiter) => {
    write('a.csv', text);
    expect(await readHeader(root, 'a.csv')).toEqual({ columns, delimiter });
  });

  it.each([
    ['numbers', '39,State\n'],
    ['a sentence', 'name,has asthma\n'],
    ['a name twice', 'age,age\n'],
    ['an empty cell', 'age,\n'],
    ['nothing', ''],
    ['bytes that are no text', '\xff\xfe'],
  ])('is not told where the first line holds %s', async (_, text) => {
    writeFileSync(path.join(root, 'a.csv'), Buffer.from(text, 'latin1'));
    expect(await readHeader(root, 'a.csv')).toBeNull();
  });

  it('is looked for in the first 64 KiB alone', async () => {
    write('a.csv', 'age');
    truncateSync(path.join(root, 'a.csv'), 2 ** 31);
    expect(await readHeader(root, 'a.csv')).toBeNull();
  });

  it('is not told of a link, of what lies outside, or of what is no file', async () => {
    symlinkSync(path.join(home, 'outside.csv'), path.join(root, 'link.csv'));
    symlinkSync(home, path.join(root, 'folder'));
    for (const file of ['link.csv', 'folder/outside.csv', '../outside.csv', 'inner', 'gone.csv']) {
      expect([file, await readHeader(root, file)]).toEqual([file, null]);
    }
  });
});
