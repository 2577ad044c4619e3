// Dependency-free: runs on any Node from 18, before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const home = path.resolve(process.env.DQ0_HOME ?? path.join(root, '.dq0'));
const logs = path.join(home, 'logs');

/** A failure with its remedy; the entry prints both and ends with exit code 1. */
export class StepError extends Error {
  constructor(message, remedy) {
    super(message);
    this.remedy = remedy;
  }
}

const started = Date.now();
export const note = (text) => process.stderr.write(`${text}\n`);

/** Runs one named step and prints one line for it. Returns the seconds it took. */
export async function step(title, work) {
  const begin = Date.now();
  const result = await work();
  if (result !== 'nothing to do') note(`  ${title}  ${((Date.now() - begin) / 1000).toFixed(1)} s`);
}

export const elapsedSeconds = () => Math.round((Date.now() - started) / 100) / 10;

/** Runs a program quietly; its words go to a log file whose end is shown when it fails. */
export function quietly(name, command, args, { cwd = root, env = process.env, remedy }) {
  const file = path.join(logs, `${name}.log`);
  const log = openLog(file);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', log, log] });
    const fail = (why) => reject(new StepError(`${name} failed (${why}). The end of ${file}:\n${tail(file)}`, remedy));
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => (code === 0 ? resolve(undefined) : fail(signal ?? `exit ${code}`)));
  }).finally(() => closeSync(log));
}

function openLog(file) {
  try {
    mkdirSync(logs, { recursive: true });
    return openSync(file, 'w');
  } catch (error) {
    const remedy = 'Check its permissions and the space on its disk, or set DQ0_HOME to another folder.';
    throw new StepError(`The state folder ${home} cannot be written (${error.code}).`, remedy);
  }
}

const tail = (file) => readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12).join('\n');

/** A digest over files, to know whether a step has anything to do. */
export function digestOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

export function stamped(name, digest) {
  const file = path.join(root, 'node_modules', `.dq0-${name}`);
  return {
    fresh: existsSync(file) && readFileSync(file, 'utf8') === digest,
    set: () => writeFileSync(file, digest),
  };
}

/** Stops early, with the remedy, where a later step would fail with a riddle. */
export function checkMachine() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 18) {
    throw new StepError(`Node ${process.versions.node} is too old to begin with.`, 'Install Node 18 or newer.');
  }
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    const [, minor = 0] = process.versions.node.split('.').map(Number);
    if (major < 24 || (major === 24 && minor < 15)) {
      throw new StepError(
        `There is no Node 24 package for ${process.platform} ${process.arch}.`,
        'Install Node 24.15 or newer and try again.',
      );
    }
  }
  if (existsSync(path.join(root, 'node_modules', '.dq0-install'))) return;
  const disk = statfsSync(root);
  const freeGiB = (disk.bavail * disk.bsize) / 2 ** 30;
  if (freeGiB < 3) {
    throw new StepError(`Only ${freeGiB.toFixed(1)} GiB are free here.`, 'Free 3 GiB on this disk and try again.');
  }
}

/** The Node 24 that npm brought, or the running one where no package exists. */
export function node24() {
  const packaged = path.join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  return existsSync(packaged) ? packaged : process.execPath;
}

/** Runs an entry's work; prints message and remedy of a failure instead of a stack, with --json also as an object. */
export async function entry(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    const known = error instanceof StepError;
    note(known ? `\n${error.message}\n\n  What to do: ${error.remedy}` : String(error?.stack ?? error));
    if (process.argv.includes('--json')) {
      const message = known ? error.message : 'An unexpected failure; the lines on stderr say where.';
      const remedy = known ? error.remedy : 'Try again; if it stays, report these lines.';
      process.stdout.write(`${JSON.stringify({ error: { code: 'STEP_FAILED', message, remedy, auditId: null } })}\n`);
    }
    process.exitCode = 1;
  }
}

/** Runs a program of the product in the foreground: same terminal, signals passed on, its exit status returned. */
export function foreground(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, DQ0_HOME: home, ...env },
    });
    const pass = (signal) => child.kill(signal);
    process.on('SIGINT', pass);
    process.on('SIGTERM', pass);
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      process.off('SIGINT', pass);
      process.off('SIGTERM', pass);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 1));
    });
  });
}
