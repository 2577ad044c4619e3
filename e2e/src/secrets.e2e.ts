import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { bytesBelow, canariesIn, commandLines } from '@dq0/tools/testing/canary-search';
import { Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));
const mark = (name: string): string => `canary${name}${Math.random().toString(36).slice(2, 10)}x`;

/** Twelve texts that must stay inside; tokens and mailbox are read from the profile once they exist. */
const canaries: Record<string, string> = {
  email: `${mark('mail')}@example.org`,
  otherEmail: `${mark('other')}@example.org`,
  device: mark('device'),
  password: mark('password'),
  wrongPassword: mark('wrong'),
  dataset: mark('dataset'),
  column: mark('column'),
  literal: mark('literal'),
  alias: mark('alias'),
  value: mark('value'),
  description: mark('description'),
};
const secrets = ['password', 'wrongPassword', 'token'];

async function plant(): Promise<void> {
  const { connection } = JSON.parse(readFileSync(quarantine.home + '/invitation.json', 'utf8')) as {
    connection: string;
  };
  const run = (words: string[], stdin = '') => quarantine.json('canary', words, stdin);
  await run(['proxy', 'add', connection]);
  await run(
    ['user', 'register', canaries['email']!, '--device', canaries['device']!, '--password-stdin'],
    canaries['password'],
  );
  let code: string | undefined;
  for (let waited = 0; code === undefined && waited < 200; waited += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    code = /^\s*Code:\s*(\S+)\s*$/im.exec(quarantine.mailTo(canaries['email']!) ?? '')?.[1];
  }
  await run(['user', 'confirm', code ?? '']);
  await quarantine.json('admin', ['user', 'approve', canaries['email']!, '--role', 'data-scientist', '--yes']);
  await run(['user', 'login', canaries['otherEmail']!, '--password-stdin'], canaries['wrongPassword']);
  expect((await run(['user', 'login', canaries['email']!, '--password-stdin'], canaries['password'])).exit).toBe(0);
  canaries['token'] = tokenOf('canary');

  writeFileSync(path.join(quarantine.home, 'data', 'canary.csv'), `${canaries['column']!}\n${canaries['value']!}\n`);
  const definition = {
    apiVersion: 'dq0/v1',
    kind: 'Dataset',
    name: canaries['dataset'],
    description: canaries['description'],
    connector: { type: 'csv', path: 'canary.csv', options: { header: true } },
    account: canaries['dataset'],
    budget: { epsilon: 1, delta: 1e-6 },
    timing: 'fast',
    tables: {
      t: {
        source: 'canary.csv',
        unit: { kind: 'row' },
        maxUnits: 10,
        columns: { [canaries['column']!]: { type: 'string', values: [canaries['value'], 'another'] } },
      },
    },
  };
  const file = quarantine.file('canary.json', JSON.stringify(definition));
  const added = await quarantine.json('owner', ['data', 'add', file, '--grant', 'data-scientist']);
  expect(added.exit, JSON.stringify(added.value)).toBe(0);
  const column = canaries['column']!;
  const sql = `SELECT COUNT(*) AS ${canaries['alias']!} FROM t WHERE ${column} <> '${canaries['literal']!}'`;
  // From a file, as the command line advises for texts that are nobody's business: arguments are seen by every user.
  const asked = await run([
    'query',
    'run',
    `@${quarantine.file('canary.sql', sql)}`,
    '--dataset',
    canaries['dataset']!,
    '--epsilon',
    '0.5',
  ]);
  expect(asked.exit, JSON.stringify(asked.value)).toBe(0);
}

function tokenOf(profile: string): string {
  const folder = path.join(quarantine.home, 'profiles', profile);
  for (const file of readdirSync(folder)) {
    const token = /"token"\s*:\s*"([^"]+)"/.exec(readFileSync(path.join(folder, file), 'utf8'))?.[1];
    if (token !== undefined) return token;
  }
  throw new Error('the profile holds no token');
}

describe('twelve canaries', () => {
  it("are nowhere in the proxy's file, the logs, Redis or process arguments; secrets not in the platform's file either", async () => {
    const servers = Object.values(quarantine.run().children).map(({ pid }) => pid);
    let lines = Buffer.alloc(0);
    const watch = setInterval(() => (lines = Buffer.concat([lines, serverLines(servers)])), 100);
    await plant();
    clearInterval(watch);
    expect(Object.keys(canaries)).toHaveLength(12);

    const at = (...parts: string[]): Buffer => bytesBelow(path.join(quarantine.home, ...parts));
    const places = { proxy: at('proxy'), logs: at('logs'), redis: at('redis'), arguments: lines };
    expect(places.proxy.length).toBeGreaterThan(10_000);
    for (const [place, bytes] of Object.entries(places)) expect(canariesIn(bytes, canaries), place).toEqual([]);

    const platform = at('platform');
    const chosen = Object.fromEntries(secrets.map((name) => [name, canaries[name]!]));
    expect(canariesIn(platform, chosen)).toEqual([]);
    expect(canariesIn(commandLines(), chosen)).toEqual([]);
    // The same search sees what is there: the platform knows addresses and questions.
    expect(canariesIn(platform, canaries)).toEqual(expect.arrayContaining(['email', 'dataset', 'literal']));
  });
});

/** Command lines of the product's servers and all they started; a person's own command line is that person's. */
function serverLines(servers: readonly number[]): Buffer {
  const lines = readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && servers.some((pid) => descends(Number(name), pid)),
  );
  return Buffer.concat(lines.map((pid) => readQuietly(`/proc/${pid}/cmdline`)));
}

function descends(pid: number, ancestor: number): boolean {
  for (let at = pid; at > 1;) {
    if (at === ancestor) return true;
    at = Number(/\) \S (\d+)/.exec(readQuietly(`/proc/${at}/stat`).toString('utf8'))?.[1] ?? 0);
  }
  return false;
}

function readQuietly(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
