import { readFileSync, statSync } from 'node:fs';
import { readEvents, type PrivacyEvent } from '@dq0/accounting';
import { CodedError } from '@dq0/protocol';
import { UsageError } from '../errors/usage-error.ts';
import { readStdin } from '../terminal/read-stdin.ts';

/** More than the largest list of events takes. */
const LIMIT_BYTES = 8_000_000;
const FORM = 'Write a JSON list of privacy events as in docs/guide/budget.md.';

/**
 * The list of privacy events in a file, or `-` for standard input.
 * @throws UsageError, or CodedError INPUT_INVALID naming each place with an example
 */
export async function readEventsFile(file: string): Promise<readonly PrivacyEvent[]> {
  const text = file === '-' ? await readStdin(LIMIT_BYTES) : readText(file);
  const reading = readEvents(parse(text, file));
  if (reading.ok) return reading.events;
  throw new CodedError('INPUT_INVALID', {
    message: `${file === '-' ? 'Standard input' : file} holds no list of privacy events.`,
    remedy: FORM,
    details: reading.problems,
  });
}

function readText(file: string): string {
  let size: number;
  try {
    size = statSync(file).size;
    if (size <= LIMIT_BYTES) return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    throw new UsageError(`The file ${file} cannot be read.`, 'Check its path and permissions.');
  }
  throw new UsageError(`${file} is larger than ${LIMIT_BYTES} bytes.`, 'Use self_composed where an event repeats.');
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof SyntaxError ? (error.message.split('\n')[0] ?? '') : 'it is nested too deeply';
    throw new UsageError(`${file === '-' ? 'Standard input' : file} is no JSON: ${why}`, FORM);
  }
}
