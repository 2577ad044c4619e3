import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A virtual environment made from one lock file, kept under the digest of the lock. @returns its folder. */
export async function pythonEnvironment(lock: string, cache: string): Promise<string> {
  const digest = createHash('sha256').update(readFileSync(lock)).digest('hex').slice(0, 16);
  const folder = path.join(cache, 'python-tests', digest);
  if (existsSync(path.join(folder, 'bin', 'python'))) return folder;
  const building = `${folder}.new`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(path.dirname(folder), { recursive: true });
  await run('python3', ['-m', 'venv', building]);
  const pip = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '--require-hashes', '-r', lock];
  await run(path.join(building, 'bin', 'python'), pip, { maxBuffer: 2 ** 24 });
  renameSync(building, folder);
  return folder;
}
