import { jsonLine, printable, printableLines } from '../terminal/printable.ts';
import { inProfile } from './in-profile.ts';
import { toFailure, type Failure, type FailureDetail } from './failure.ts';

export interface Reporting {
  readonly json: boolean;
  readonly debug: boolean;
  /** The profile that the command line names. */
  readonly profile: string | undefined;
}

/** Shows a failure and sets the exit code. With `--json` the same failure is the one value on stdout. */
export function reportFailure(error: unknown, { json, debug, profile }: Reporting): void {
  const failure = failureIn(profile, toFailure(error));
  process.exitCode = failure.exit;
  if (json) process.stdout.write(`${jsonLine(failureJson(failure))}\n`);
  else process.stderr.write(`${failureText(failure)}\n`);
  if (debug && error instanceof Error) process.stderr.write(`${printableLines(stackOf(error))}\n`);
}

/** Every way out that it names is one for the caller's profile. */
function failureIn(profile: string | undefined, failure: Failure): Failure {
  const details = failure.details.map((detail) => ({ ...detail, message: inProfile(detail.message, profile) }));
  return { ...failure, remedy: inProfile(failure.remedy, profile), details };
}

/** Frozen for scripts: exactly these four members; single places of a longer message are lines of its text. */
export function failureJson({ code, message, remedy, auditId, details }: Failure): unknown {
  return { error: { code, message: [message, ...details.map(placeOf)].join('\n'), remedy, auditId } };
}

export function failureText({ message, remedy, auditId, details }: Failure): string {
  const lines = [`Error: ${printableLines(message)}`];
  for (const detail of details) lines.push(`  ${printable(placeOf(detail))}`);
  lines.push(`What to do: ${printableLines(remedy)}`);
  if (auditId !== null) lines.push(`Audit id: ${printable(auditId)}`);
  return lines.join('\n');
}

function placeOf({ path, message, example }: FailureDetail): string {
  return `${path === '' ? '' : `${path}: `}${message}${example === undefined ? '' : ` (for example: ${example})`}`;
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCause: ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}
