import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Counts, junitCounts } from './junit-counts.ts';

export interface Part {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A part that writes a JUnit report is counted by its cases; any other counts as one, by its exit status. */
  readonly report?: string;
  /** Neighbours of one group run two at a time. */
  readonly group?: string;
}

export interface PartOutcome {
  readonly name: string;
  readonly counts: Counts;
  readonly seconds: number;
}

/** Runs one part in the foreground; a bad exit status is never lost, whatever the report says. */
export async function runPart(part: Part, inherited: NodeJS.ProcessEnv): Promise<PartOutcome> {
  const begin = Date.now();
  if (part.report !== undefined) {
    rmSync(part.report, { force: true });
    mkdirSync(path.dirname(part.report), { recursive: true });
  }
  const exit = await new Promise<number>((resolve) => {
    const child = spawn(part.command, part.args, {
      cwd: part.cwd,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...inherited, ...part.env },
    });
    child.once('error', () => resolve(1));
    child.once('exit', (code) => resolve(code ?? 1));
  });
  const counts =
    part.report === undefined
      ? { passed: exit === 0 ? 1 : 0, failed: exit === 0 ? 0 : 1, skipped: 0 }
      : junitCounts(part.report);
  const failed = exit !== 0 && counts.failed === 0 ? 1 : counts.failed;
  return { name: part.name, counts: { ...counts, failed }, seconds: (Date.now() - begin) / 1000 };
}

/** Parts in their order; those of one group beside each other, two at a time. `begin` is told each name. */
export async function runParts(
  parts: readonly Part[],
  env: NodeJS.ProcessEnv,
  begin: (name: string) => void,
): Promise<PartOutcome[]> {
  const outcomes: PartOutcome[] = [];
  const waiting = [...parts];
  while (waiting.length > 0) {
    const { group } = waiting[0] ?? {};
    const size = group === undefined ? 1 : waiting.findIndex((part) => part.group !== group);
    const together = waiting.splice(0, size === -1 ? waiting.length : size);
    const places = together.map((part, at) => ({ part, at: outcomes.length + at }));
    const lane = async (): Promise<void> => {
      for (let next = places.shift(); next; next = places.shift()) {
        begin(next.part.name);
        outcomes[next.at] = await runPart(next.part, env);
      }
    };
    await Promise.all([lane(), lane()]);
  }
  return outcomes;
}
