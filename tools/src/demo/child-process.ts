import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** A process by number and start time: a number that was given to another process since is not ours. */
export interface ProcessMark {
  readonly pid: number;
  readonly started: string;
}

/** @returns undefined when no such process runs. Where /proc is missing the number alone decides. */
export function markOf(pid: number): ProcessMark | undefined {
  try {
    process.kill(pid, 0);
  } catch {
    return undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : { pid, started: fields[19] ?? '' };
  } catch {
    return { pid, started: '' };
  }
}

export const isAlive = (mark: ProcessMark): boolean => markOf(mark.pid)?.started === mark.started;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Ends processes that we started: politely, and after `graceMs` for certain. */
export async function end(marks: readonly ProcessMark[], graceMs = 5000): Promise<void> {
  signal(marks.filter(isAlive), 'SIGTERM');
  const deadline = Date.now() + graceMs;
  while (marks.some(isAlive) && Date.now() < deadline) await pause(20);
  signal(marks.filter(isAlive), 'SIGKILL');
  while (marks.some(isAlive) && Date.now() < deadline + 2000) await pause(20);
}

function signal(marks: readonly ProcessMark[], name: NodeJS.Signals): void {
  for (const { pid } of marks) {
    try {
      process.kill(pid, name);
    } catch {
      // It ended between the look and the signal.
    }
  }
}

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly log: string;
  /** Resolves when a line of stdout is a JSON object with `ready: true`; without it the child is ready at once. */
  readonly announces: boolean;
  readonly readyWithinMs?: number;
}

export interface RunningChild {
  readonly child: ChildProcess;
  readonly mark: ProcessMark;
  readonly announcement: Record<string, unknown>;
}

/**
 * Starts a process with a log file and waits until it says that it is ready. `spawned` is told at once which process
 * this is, so that one that never gets ready can be found too.
 */
export async function startChild(
  name: string,
  options: ChildOptions,
  spawned: (mark: ProcessMark) => void = () => undefined,
): Promise<RunningChild> {
  const log = openSync(options.log, 'a', 0o600);
  const child = spawn(options.command, options.args, {
    env: options.env,
    stdio: ['ignore', options.announces ? 'pipe' : log, log],
    // A terminal's Ctrl-C reaches the whole group; children of the supervisor end when it tells them to.
    detached: true,
  });
  closeSync(log);
  const mark = child.pid === undefined ? undefined : markOf(child.pid);
  if (mark) spawned(mark);
  const announcement = options.announces ? await announced(name, child, options) : {};
  if (!mark) throw new Error(`${name} ended at once; see ${options.log}`);
  return { child, mark, announcement };
}

function announced(name: string, child: ChildProcess, options: ChildOptions): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(`${name} did not start (${why}). The end of ${options.log}:\n${lastLines(options.log)}`));
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail('it took too long');
    }, options.readyWithinMs ?? 60_000);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, sign) => fail(sign ?? `exit ${code}`));
    child.stdout?.on('data', (chunk: Buffer) => {
      if (text === 'ready') return;
      text += chunk.toString('utf8');
      for (const line of text.split('\n')) {
        const value = readyLine(line);
        if (!value) continue;
        text = 'ready';
        clearTimeout(timer);
        resolve(value);
      }
    });
  });
}

function readyLine(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line) as Record<string, unknown>;
    return value['ready'] === true ? value : undefined;
  } catch {
    return undefined;
  }
}

export function lastLines(file: string, count = 8): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '(no log)';
  }
}
