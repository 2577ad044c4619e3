import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { type Part, runStages } from './part.ts';

const cwd = mkdtempSync(path.join(tmpdir(), 'parts-'));
const script = (name: string, text: string): Part => ({
  name,
  command: process.execPath,
  args: ['-e', `const fs = require('node:fs'); ${text}`],
  cwd,
});
/** Ends well only if the other one runs at the same time. */
const meets = (mine: string, other: string): string =>
  `fs.writeFileSync('${mine}', ''); const end = Date.now() + 20000;
   while (!fs.existsSync('${other}') && Date.now() < end); process.exit(fs.existsSync('${other}') ? 0 : 1);`;

it('runs the lanes of a stage beside each other, and keeps the order of the plan and every failure', async () => {
  const begun: string[] = [];
  const outcomes = await runStages(
    [
      [[script('first', `process.exit(fs.existsSync('a') ? 1 : 0)`)]],
      [
        [script('a', meets('a', 'b')), script('after a', `process.exit(fs.existsSync('a') ? 0 : 1)`)],
        [script('b', meets('b', 'a'))],
      ],
      [[script('last', `process.exit(fs.existsSync('a') && fs.existsSync('b') ? 3 : 0)`)]],
    ],
    process.env,
    (name) => begun.push(name),
  );
  expect(begun).toEqual(['first', 'a', 'b', 'after a', 'last']);
  expect(outcomes.map(({ name, counts }) => [name, counts.passed, counts.failed])).toEqual([
    ['first', 1, 0],
    ['a', 1, 0],
    ['after a', 1, 0],
    ['b', 1, 0],
    ['last', 0, 1],
  ]);
});
