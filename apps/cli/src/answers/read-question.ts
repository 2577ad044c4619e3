import { readFileSync, statSync } from 'node:fs';
import { UsageError } from '../errors/usage-error.ts';
import { readStdin } from '../terminal/read-stdin.ts';

/** More than any question may be: what is longer is no question. */
const LIMIT_BYTES = 1_000_000;

/** The text of a question: given as it is, `-` for standard input, `@FILE` for a file. */
export async function readQuestion(given: string): Promise<string> {
  if (given === '-') return readStdin(LIMIT_BYTES);
  if (!given.startsWith('@')) return given;
  const file = given.slice(1);
  try {
    if (statSync(file).size > LIMIT_BYTES) throw new UsageError(`${file} is too large for a question.`, 'Pass less.');
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`The file ${file} cannot be read.`, 'Check the path after @.');
  }
}

/** @throws UsageError for zero, negative, infinite and whatever is no number */
export function readPositive(flag: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const value = /^\d*\.?\d+(e[+-]?\d+)?$|^\d+\.$/i.test(given.trim()) ? Number(given) : Number.NaN;
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`--${flag} is no number above 0.`, `Give a number above 0, for example: --${flag} 0.5`);
}
