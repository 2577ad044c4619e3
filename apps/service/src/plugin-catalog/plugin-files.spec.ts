import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pinPlugin } from './pin-plugin.ts';
import { digestPlugin, readPluginFiles } from './plugin-files.ts';

let folder: string;
const write = (name: string, text: string): void => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
};
const digest = (place = folder): Promise<string> => digestPlugin(readPluginFiles(place));

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dq0-plugin-'));
  write('plugin.yaml', 'name: a\ndigest: sha256:0\n');
  write('src/a.py', 'a');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("a plugin's digest", () => {
  it('changes with content, name and executable bit of any file', async () => {
    const found = [await digest()];
    write('src/a.py', 'b');
    found.push(await digest());
    write('src/b.py', '');
    found.push(await digest());
    chmodSync(path.join(folder, 'src/b.py'), 0o755);
    found.push(await digest());
    expect(new Set(found).size).toBe(4);
  });

  it('does not change with what a run does not need, nor with the line that holds it', async () => {
    const before = await digest();
    for (const name of ['tests/t.py', 'src/__pycache__/a.pyc', '.venv/x', '.mypy_cache/x', 'node_modules/x/y']) {
      write(name, 'x');
    }
    write('plugin.yaml', 'name: a\ndigest: sha256:1\n');
    expect(await digest()).toBe(before);
    write('plugin.yaml', 'name: b\ndigest: sha256:1\n');
    expect(await digest()).not.toBe(before);
  });

  it('is refused for a folder with links', () => {
    symlinkSync('/etc/passwd', path.join(folder, 'src', 'link'));
    expect(() => readPluginFiles(folder)).toThrow('a plugin holds neither');
  });

  it('names a copy that is made again when somebody changed it', async () => {
    const store = path.join(folder, '.git', 'store');
    const files = readPluginFiles(folder);
    const name = await digest();
    const pinned = await pinPlugin(files, name, store);
    expect(await digest(pinned)).toBe(name);
    writeFileSync(path.join(pinned, 'src', 'a.py'), 'changed');
    expect(await digest(await pinPlugin(files, name, store))).toBe(name);
  });
});
