import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { QueryAnswer } from '@dq0/protocol';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { checkout, Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));
const guide = readFileSync(path.join(checkout, 'docs', 'guide', 'pipeline.md'), 'utf8');
const [machine = ['', ''], ...recipes] = [...guide.matchAll(/^## (.+)\n[^#]*?```sh\n([\s\S]+?)```/gm)].map(
  ([, title = '', script = '']) => [title, script] as const,
);

/** Runs a recipe as it stands, in a folder of its own that has `./dq0`. */
function run(
  script: string,
  given: Readonly<Record<string, string>> = {},
): Promise<{ exit: number | null; folder: string; output: string }> {
  const folder = mkdtempSync(path.join(quarantine.home, 'pipeline-'));
  symlinkSync(path.join(checkout, 'dq0'), path.join(folder, 'dq0'));
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', script], {
      cwd: folder,
      env: { ...process.env, ...given, DQ0_HOME: quarantine.home },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('close', (exit) => resolve({ exit, folder, output }));
  });
}

describe('the recipe for pipelines', () => {
  beforeAll(async () => {
    const [, script] = machine;
    const { connection } = JSON.parse(readFileSync(path.join(quarantine.home, 'invitation.json'), 'utf8')) as {
      connection: string;
    };
    const { value } = await quarantine.json('scientist', ['device', 'pair', '--machine', '--days', '90']);
    const given = { CONNECTION: connection, EMAIL: String(value['email']), CODE: String(value['code']) };
    const { exit, output } = await run(script, given);
    expect(exit, output).toBe(0);
  });

  it('is there for a machine, twice', () =>
    expect([machine, ...recipes].map(([title]) => title)).toEqual([
      'The machine',
      'With the command line',
      'With REST',
    ]));

  it.each(recipes)('%s ends well with the answer', async (_, script) => {
    const { exit, folder, output } = await run(script);
    expect(exit, output).toBe(0);
    const answer = QueryAnswer.parse(JSON.parse(readFileSync(path.join(folder, 'answer.json'), 'utf8')));
    expect(answer).toMatchObject({ state: 'released', check: 'green' });
  });

  it.each(recipes)('%s fails where the question is refused', async (_, script) => {
    const { exit } = await run(script.replaceAll('COUNT(*) AS people', 'age'));
    expect(exit).not.toBe(0);
  });
});
