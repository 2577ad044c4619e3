import { spawn } from 'node:child_process';
import path from 'node:path';
import type { DemoConfig } from './config/demo-config.ts';
import type { StateFolder } from './state-folder.ts';

export interface CommandOutcome {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The product's own command line, as a person would use it: one process a command, with a profile of this state. */
export class CommandLine {
  readonly #config: DemoConfig;
  readonly #state: StateFolder;

  constructor(config: DemoConfig, state: StateFolder) {
    this.#config = config;
    this.#state = state;
  }

  run(profile: string, words: readonly string[], stdin = ''): Promise<CommandOutcome> {
    return new Promise((resolve, reject) => {
      const bin = path.join(this.#config.checkout, 'apps', 'cli', 'bin', 'run.js');
      const child = spawn(process.execPath, [bin, ...words, '--profile', profile, '--no-input', '--json'], {
        env: { ...this.#config.inherited, DQ0_HOME: this.#state.home },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      let stdout = '';
      let stderr = '';
      child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString('utf8')));
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
      child.once('error', reject);
      child.once('close', (code) => resolve({ exit: code ?? 1, stdout, stderr }));
      child.stdin.end(stdin);
    });
  }

  /** @returns the command's JSON; throws with the command's own words when it did not end well. */
  async json<T>(profile: string, words: readonly string[], stdin = ''): Promise<T> {
    const { exit, stdout, stderr } = await this.run(profile, words, stdin);
    if (exit !== 0) throw new Error(`dq0 ${words.join(' ')} (${profile}) ended with ${exit}:\n${stdout}${stderr}`);
    return JSON.parse(stdout) as T;
  }
}
