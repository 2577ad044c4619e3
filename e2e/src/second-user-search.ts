import { readdirSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import type { Loot, Target } from './second-user.ts';

/** Runs as its own process, started with all rights so that it can give them up before it looks. */
const { home, url, secrets, paths, uid } = JSON.parse(process.env['DQ0_SEARCH'] ?? '{}') as Target & { uid?: number };
if (uid !== undefined) {
  process.setgroups?.([uid]);
  process.setgid?.(uid);
  process.setuid?.(uid);
}

const NAMES = ['run', 'profiles', 'gateway', 'platform', 'proxy', 'service', 'logs', 'keys', 'datasets', 'spool'];
const found = { files: [] as string[], folders: [] as string[], sockets: [] as string[] };
await walk(home);
const loot: Loot = { ...found, processes: holding(secrets), replies: await replies() };
process.stdout.write(JSON.stringify(loot));

/** The shape of the state folder is known to everybody, so names that cannot be listed are tried as well. */
async function walk(folder: string): Promise<void> {
  const names = attempt(() => readdirSync(folder)) ?? NAMES;
  if (folder !== home && attempt(() => readdirSync(folder)) !== undefined)
    found.folders.push(path.relative(home, folder));
  for (const name of names) {
    const place = path.join(folder, name);
    const facts = attempt(() => statSync(place));
    if (facts?.isDirectory() === true) await walk(place);
    else if (facts?.isSocket() === true && (await opens(place))) found.sockets.push(path.relative(home, place));
    else if (facts?.isFile() === true && attempt(() => readFileSync(place)) !== undefined)
      found.files.push(path.relative(home, place));
  }
}

function opens(place: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(place);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

function holding(words: readonly string[]): string[] {
  const shown: string[] = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    for (const part of ['cmdline', 'environ']) {
      const text = attempt(() => readFileSync(`/proc/${pid}/${part}`, 'utf8')) ?? '';
      if (words.some((word) => text.includes(word))) shown.push(`${part} of ${pid}`);
    }
  }
  return shown;
}

async function replies(): Promise<Record<string, number>> {
  const answered: Record<string, number> = {};
  for (const one of paths) answered[one] = (await fetch(url + one, { redirect: 'manual' })).status;
  return answered;
}

function attempt<T>(deed: () => T): T | undefined {
  try {
    return deed();
  } catch {
    return undefined;
  }
}
