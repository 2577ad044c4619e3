import type { Command, Config } from '@oclif/core';
import { vi } from 'vitest';
import { namedProfile } from '../src/errors/in-profile.ts';
import { reportFailure } from '../src/errors/report-failure.ts';

export interface Outcome {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command in this process, as `main` would, and catches what it prints. */
export async function runCommand(command: Command.Class, argv: string[], config: Config): Promise<Outcome> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    }),
  );
  process.exitCode = undefined;
  try {
    await command.run(argv, config);
  } catch (error) {
    reportFailure(error, { json: argv.includes('--json'), debug: false, profile: namedProfile(argv) });
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { exit: takeExitCode(), ...printed };
}

function takeExitCode(): number {
  const { exitCode } = process;
  process.exitCode = undefined;
  return Number(exitCode ?? 0);
}
