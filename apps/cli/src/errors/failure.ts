import { UsageError } from './usage-error.ts';

export interface FailureDetail {
  readonly path: string;
  readonly message: string;
  readonly example?: string | undefined;
}

/** A failure as it is shown: what happened, what to do, under which number the platform recorded it. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly auditId: string | null;
  readonly details: readonly FailureDetail[];
  readonly exit: number;
}

/** What coded errors have in common; read by shape, so that showing one loads nothing. */
interface Coded {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly exit: number;
  readonly auditId?: string | undefined;
  readonly details?: readonly FailureDetail[];
}

/** Turns whatever was thrown into one failure. What is not known shows nothing of its inside. */
export function toFailure(error: unknown): Failure {
  if (isCoded(error)) {
    const { code, message, remedy, exit, auditId, details } = error;
    return { code, message, remedy, exit, auditId: auditId ?? null, details: details ?? [] };
  }
  const usage = usageOfFramework(error);
  if (usage) return toFailure(usage);
  return {
    code: 'UNEXPECTED',
    message: 'Something unexpected happened in this program.',
    remedy: 'Try again; if it stays, set DQ0_DEBUG=1 and report what it prints.',
    auditId: null,
    details: [],
    exit: 1,
  };
}

function isCoded(error: unknown): error is Coded {
  if (!(error instanceof Error)) return false;
  const { code, remedy, exit } = error as Partial<Coded>;
  return typeof code === 'string' && typeof remedy === 'string' && typeof exit === 'number';
}

/** oclif's own errors (parsing, unknown command) are mistakes in the command line; its exit code for them is 2. */
function usageOfFramework(error: unknown): UsageError | undefined {
  if (!(error instanceof Error) || !('oclif' in error)) return undefined;
  const message = error.message
    .replace(/\nSee more help with --help$/, '')
    .replace(/^The following errors? occurred:\n\s*/, '')
    .replace(/ ?\n\t/g, ': ');
  return new UsageError(message, 'See the command with --help.');
}
