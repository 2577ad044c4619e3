import { readFileSync } from 'node:fs';
import { Flags } from '@oclif/core';
import { UsageError } from '../errors/usage-error.ts';
import { askSecret, type Prompting } from '../terminal/prompt.ts';
import { readStdin } from '../terminal/read-stdin.ts';

const LIMIT_BYTES = 4096;
const WAYS = 'Give it with --password-stdin or --password-file FILE, or run this on a terminal.';

/** Passwords come by stdin, by file or by prompt; never as a flag, where other users of the machine could read them. */
export const passwordFlags = {
  'password-stdin': Flags.boolean({ description: 'read the password from stdin', exclusive: ['password-file'] }),
  'password-file': Flags.string({ description: 'read the password from a file', helpValue: 'FILE' }),
};

export interface PasswordFlags {
  readonly 'password-stdin'?: boolean | undefined;
  readonly 'password-file'?: string | undefined;
}

export async function readPassword(flags: PasswordFlags, prompting: Prompting): Promise<string> {
  const file = flags['password-file'];
  if (file !== undefined) return nonEmpty(withoutLineEnd(readSecretFile(file)));
  if (flags['password-stdin']) return nonEmpty(withoutLineEnd(await readStdin(LIMIT_BYTES)));
  return nonEmpty(await askSecret('Password: ', WAYS, prompting));
}

/** A new password, asked twice where it is typed: nobody sees what they type. */
export async function readNewPassword(flags: PasswordFlags, prompting: Prompting): Promise<string> {
  const first = await readPassword(flags, prompting);
  if (flags['password-file'] !== undefined || flags['password-stdin']) return first;
  if ((await askSecret('The same again: ', WAYS, prompting)) !== first) {
    throw new UsageError('The two passwords differ.', 'Type the same password twice.');
  }
  return first;
}

/** A one-line secret in a file. */
export function readSecretFile(file: string): string {
  try {
    return withoutLineEnd(readFileSync(file, 'utf8'));
  } catch {
    throw new UsageError(`The file ${file} cannot be read.`, 'Check its path and permissions.');
  }
}

const withoutLineEnd = (text: string): string => text.replace(/\r?\n$/, '');

function nonEmpty(password: string): string {
  if (password !== '') return password;
  throw new UsageError('The password is empty.', WAYS);
}
