import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { weigh } from './budget.ts';

const noise = (bytes: number): string => `/*${randomBytes(bytes).toString('base64')}*/`;
let folder = '';
const write = (name: string, text: string): void => writeFileSync(path.join(folder, name), text);

describe('the budget of the first page', () => {
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'studio-budget-'));
    write('index.html', '<link rel="stylesheet" href="/a.css"><script src="/main.js" type="module"></script>');
    write('a.css', 'body{}');
    write('late.js', noise(20_000));
    write('main.js', 'import{x}from"./chunk.js";import("./late.js");');
    write('chunk.js', noise(4000));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('counts what is loaded at once, through imports, and not what comes later', () => {
    const said: string[] = [];
    expect(weigh(folder, { '.js': 10, '.css': 1 }, (line) => said.push(line))).toBe(true);
    expect(said[0]).toMatch(/^initial js: [3-7]\.\d of at most 10 KB gzip\n$/);
  });

  it.each([{ '.js': 2 }, { '.js': 10, '.css': 0 }])('fails above %j', (limits) => {
    expect(weigh(folder, limits, () => undefined)).toBe(false);
  });

  it('does not pass a page without scripts', () => {
    write('index.html', '<p>nothing</p>');
    expect(() => weigh(folder)).toThrow('no script');
  });
});
