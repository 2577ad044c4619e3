import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { end, isAlive, lastLines, markOf, type ProcessMark } from './child-process.ts';
import type { DemoConfig } from './config/demo-config.ts';
import type { StateFolder } from './state-folder.ts';

const NOTE = 'run/studio.json';
const READY_WITHIN_MS = 30_000;

/** `dq0 studio` of the sample scientist, beside the quarantine. It opens a port on loopback and prints its address. */
export async function startStudio(config: DemoConfig, state: StateFolder): Promise<string> {
  await endStudio(state);
  const file = path.join(state.folder('logs'), 'studio.log');
  const log = openSync(file, 'a', 0o600);
  const bin = path.join(config.checkout, 'apps', 'cli', 'bin', 'run.js');
  const words = ['studio', '--no-open', '--json', '--idle', '0', '--profile', 'scientist', '--no-input'];
  const child = spawn(process.execPath, [bin, ...words], {
    env: { ...config.inherited, DQ0_HOME: state.home },
    // The address opens a session once: it is read here and written into no log.
    stdio: ['ignore', 'pipe', log],
    detached: true,
  });
  closeSync(log);
  const mark = child.pid === undefined ? undefined : markOf(child.pid);
  if (mark !== undefined) state.write(NOTE, JSON.stringify(mark));
  try {
    return await printedAddress(child);
  } catch (error) {
    await endStudio(state);
    throw new Error(
      `Studi0 did not start (${error instanceof Error ? error.message : ''}). The end of ${file}:\n${lastLines(file)}`,
    );
  } finally {
    child.stdout?.destroy();
    child.unref();
  }
}

/** Ends what `startStudio` of this state began, if it still runs. */
export async function endStudio(state: StateFolder): Promise<void> {
  const mark = noted(state);
  if (mark !== undefined && isAlive(mark)) await end([mark]);
  state.remove(NOTE);
}

function noted(state: StateFolder): ProcessMark | undefined {
  const text = state.read(NOTE);
  return text === undefined ? undefined : (JSON.parse(text) as ProcessMark);
}

function printedAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error('it took too long')), READY_WITHIN_MS);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      act();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code) => settle(() => reject(new Error(`exit ${code}`))));
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const [line, rest] = text.split('\n');
      if (rest !== undefined && line !== undefined) settle(() => resolve((JSON.parse(line) as { url: string }).url));
    });
  });
}
