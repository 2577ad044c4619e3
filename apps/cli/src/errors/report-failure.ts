import { jsonLine, printable, printableLines } from '../terminal/printable.ts';
import { toFailure, type Failure } from './failure.ts';

export interface Reporting {
  readonly json: boolean;
  readonly debug: boolean;
}

/** Shows a failure and sets the exit code. With `--json` the same failure is the one value on stdout. */
export function reportFailure(error: unknown, { json, debug }: Reporting): void {
  const failure = toFailure(error);
  process.exitCode = failure.exit;
  if (json) process.stdout.write(`${jsonLine(failureJson(failure))}\n`);
  else process.stderr.write(`${failureText(failure)}\n`);
  if (debug && error instanceof Error) process.stderr.write(`${printableLines(stackOf(error))}\n`);
}

export function failureJson({ code, message, remedy, auditId, details }: Failure): unknown {
  return { error: { code, message, remedy, auditId, ...(details.length > 0 ? { details } : {}) } };
}

export function failureText({ message, remedy, auditId, details }: Failure): string {
  const lines = [`Error: ${printableLines(message)}`];
  for (const { path, message: what, example } of details) {
    const where = path === '' ? '' : `${printable(path)}: `;
    lines.push(`  ${where}${printable(what)}${example === undefined ? '' : ` (for example: ${printable(example)})`}`);
  }
  lines.push(`What to do: ${printableLines(remedy)}`);
  if (auditId !== null) lines.push(`Audit id: ${printable(auditId)}`);
  return lines.join('\n');
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCause: ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
