/** What the command found could not be written to stdout: exit 1. */
export class OutputLostError extends Error {
  readonly code = 'UNEXPECTED';
  readonly exit = 1;
  readonly remedy = 'Free space where the output goes, and run it again.';

  /** @param code of the operating system, for example ENOSPC */
  constructor(code: string | undefined) {
    super(`The output cannot be written${code === undefined ? '' : ` (${code})`}.`);
    this.name = 'OutputLostError';
  }
}
