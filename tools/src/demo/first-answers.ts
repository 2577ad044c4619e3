import { readFileSync } from 'node:fs';
import path from 'node:path';
import { QueryAnswer } from '@dq0/protocol';
import { z } from 'zod';
import type { CommandLine } from './command-line.ts';
import type { DemoConfig } from './config/demo-config.ts';

const Question = z.strictObject({ name: z.string(), sql: z.string(), epsilon: z.number().positive() });
export const Answer = z.strictObject({ name: z.string(), sql: z.string(), result: QueryAnswer });
export type Answer = z.infer<typeof Answer>;

/** Asks the README's questions as the sample scientist. */
export async function askFirstQuestions(config: DemoConfig, dq0: CommandLine): Promise<Answer[]> {
  const file = path.join(config.checkout, 'data', 'questions.json');
  const questions = z.array(Question).parse(JSON.parse(readFileSync(file, 'utf8')));
  const answers: Answer[] = [];
  for (const { name, sql, epsilon } of questions) {
    const words = ['query', 'run', sql, '--dataset', 'census', '--epsilon', String(epsilon)];
    answers.push({ name, sql, result: QueryAnswer.parse(await dq0.json('scientist', words)) });
  }
  return answers;
}

/** One line per row: keys, then each value with half of its interval. */
export function printAnswer({ sql, result }: Answer): string {
  const lines = result.rows.map((row, at) =>
    row
      .map((cell, column) => {
        const interval = result.intervals[at]?.[column];
        return interval ? `${shown(cell)}  [${shown(interval[0])}, ${shown(interval[1])}]` : shown(cell);
      })
      .join('  '),
  );
  return [`  ${sql}`, ...lines.map((line) => `    ${line}`), ''].join('\n');
}

function shown(value: string | number | boolean | null | undefined): string {
  if (typeof value === 'number') return value.toLocaleString('en-US', { maximumFractionDigits: 2 });
  return value === null || value === undefined ? '-' : String(value);
}
