import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { lastLines } from './child-process.ts';
import type { DemoConfig } from './config/demo-config.ts';
import type { StateFolder } from './state-folder.ts';

/** What Studi0 is built of; none of it is needed for the first answer. */
const NEEDED = ['@angular/build', '@angular/core', '@codemirror/view', 'echarts'];
const SOURCES = ['src', 'public', 'build'];
const INSTALL = [
  'install',
  '--include=dev',
  '--no-save',
  '-w',
  'apps/studio',
  '--loglevel=error',
  '--no-audit',
  '--no-fund',
];

/** Installs the packages of Studi0 where they are missing, and builds it where its sources are newer than the build. */
export async function prepareStudio(config: DemoConfig, state: StateFolder): Promise<void> {
  const { checkout } = config;
  const studio = path.join(checkout, 'apps', 'studio');
  const isThere = (name: string): boolean => existsSync(path.join(checkout, 'node_modules', name, 'package.json'));
  if (!NEEDED.every(isThere)) await run(config, state, 'studio-install', 'npm', INSTALL);
  if (isBuilt(studio)) return;
  await run(config, state, 'studio-build', process.execPath, [path.join(studio, 'build', 'build.mjs')]);
}

function isBuilt(studio: string): boolean {
  const page = statSync(path.join(studio, 'dist', 'browser', 'index.html'), { throwIfNoEntry: false });
  return page !== undefined && SOURCES.every((folder) => newest(path.join(studio, folder)) < page.mtimeMs);
}

function newest(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Math.max(0, ...files.map((entry) => statSync(path.join(entry.parentPath, entry.name)).mtimeMs));
}

async function run(
  { checkout, inherited }: DemoConfig,
  state: StateFolder,
  name: string,
  command: string,
  args: readonly string[],
): Promise<void> {
  const file = path.join(state.folder('logs'), `${name}.log`);
  const log = openSync(file, 'w', 0o600);
  const child = spawn(command, args, { cwd: checkout, env: inherited, stdio: ['ignore', log, log] });
  closeSync(log);
  const exit = await new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(String(signal ?? code)));
  });
  if (exit !== '0') throw new Error(`${name} failed (${exit}). The end of ${file}:\n${lastLines(file)}`);
}
