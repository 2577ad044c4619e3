import { spawn } from 'node:child_process';

export interface ProgramResult {
  readonly ok: boolean;
  readonly output: string;
  readonly words: string;
}

const longest = 64 * 1024;

/** Runs a program to its end; a program that is not there has failed like any other. */
export function runProgram(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let words = '';
    child.stdout.on('data', (data: Buffer) => (output = (output + data.toString()).slice(-longest)));
    child.stderr.on('data', (data: Buffer) => (words = (words + data.toString()).slice(-longest)));
    child.once('error', (error) => resolve({ ok: false, output, words: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, output, words }));
  });
}
