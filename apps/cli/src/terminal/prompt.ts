import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { UsageError } from '../errors/usage-error.ts';

export interface Prompting {
  /** False under `--no-input`, and where nobody can answer. */
  readonly allowed: boolean;
}

/** Asks on stderr, reads one line. `missing` says how to give the value without a question. */
export async function ask(question: string, missing: string, { allowed }: Prompting): Promise<string> {
  return readAnswer(question, missing, allowed, process.stderr);
}

/** Asks for a secret: what is typed is not shown. */
export async function askSecret(question: string, missing: string, { allowed }: Prompting): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (allowed) process.stderr.write(question);
  const answer = await readAnswer('', missing, allowed, silent);
  process.stderr.write('\n');
  return answer;
}

/** Asks a question whose safe answer is no. */
export async function confirm(question: string, missing: string, prompting: Prompting): Promise<boolean> {
  const answer = await ask(`${question} [y/N] `, missing, prompting);
  return /^y(es)?$/i.test(answer.trim());
}

function readAnswer(
  question: string,
  missing: string,
  allowed: boolean,
  output: NodeJS.WritableStream,
): Promise<string> {
  if (!allowed) throw new UsageError('An answer is needed, and there is nobody to ask.', missing);
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY });
    lines.once('close', () => reject(new UsageError('No answer was given.', missing)));
    // readline takes Ctrl-C for itself on a terminal; pass it on as what it is.
    lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    lines.question(question, (answer) => {
      lines.removeAllListeners('close');
      lines.close();
      resolve(answer);
    });
  });
}
