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
}

/** Parts that run one after the other; the lanes of a stage run beside each other. */
export type Lane = readonly Part[];
export type Stage = readonly Lane[];

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

/** Stage after stage. `begin` is told each name; outcomes come in the order of the plan, whatever ended first. */
export async function runStages(
  stages: readonly Stage[],
  env: NodeJS.ProcessEnv,
  begin: (name: string) => void,
): Promise<PartOutcome[]> {
  const runLane = async (lane: Lane): Promise<PartOutcome[]> => {
    const outcomes: PartOutcome[] = [];
    for (const part of lane) {
      begin(part.name);
      outcomes.push(await runPart(part, env));
    }
    return outcomes;
  };
  const outcomes: PartOutcome[] = [];
  for (const stage of stages) outcomes.push(...(await Promise.all(stage.map(runLane))).flat());
  return outcomes;
}
