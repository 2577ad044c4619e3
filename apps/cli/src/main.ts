import { readEnvironment } from './config/environment.ts';
import { toFailure } from './errors/failure.ts';
import { inProfile, namedProfile } from './errors/in-profile.ts';
import { OutputLostError } from './errors/output-lost-error.ts';
import { failureText, reportFailure } from './errors/report-failure.ts';

/**
 * Runs one command line and sets the exit code. What needs no command is answered before the framework is loaded.
 * @param argv without program and script
 */
export async function main(argv: string[]): Promise<void> {
  process.stdout.on('error', outputLost);
  // Where notes go nowhere there is nobody to tell.
  process.stderr.on('error', () => undefined);
  process.once('SIGINT', () => interrupted(argv));
  try {
    const program = await import('./program.ts');
    if (argv[0] === '--version' || argv[0] === '-v') {
      const version = { version: program.readVersion(), node: process.versions.node };
      const text = wantsJson(argv) ? JSON.stringify(version) : `dq0 ${version.version} (node ${version.node})`;
      process.stdout.write(`${text}\n`);
      return;
    }
    await program.runProgram(argv);
  } catch (error) {
    const { debug } = readEnvironment();
    reportFailure(error, { json: wantsJson(argv), debug, profile: namedProfile(argv) });
  }
}

/** Whether `--json` was asked for, also where the rest of the line could not be understood. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? argv.length : end).includes('--json');
}

/** `dq0 ... | head` closes the pipe early; that is no failure. A full disk is one. */
function outputLost(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`${failureText(toFailure(new OutputLostError(error.code)))}\n`);
  process.exit(1);
}

function interrupted(argv: readonly string[]): void {
  const message = 'Interrupted. What was already handed over goes on.';
  const remedy = inProfile('See it with: dq0 query list', namedProfile(argv));
  if (wantsJson(argv)) {
    const error = { code: 'INTERRUPTED', message, remedy, auditId: null };
    process.stdout.write(`${JSON.stringify({ error })}\n`);
  }
  process.stderr.write(`\n${message} ${remedy}\n`);
  process.exit(130);
}
