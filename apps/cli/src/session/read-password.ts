import { readFileSync } from 'node:fs';
import { Flags } from '@oclif/core';
import { UsageError } from '../errors/usage-error.ts';
import { askSecret, type Prompting } from '../terminal/prompt.ts';
import { readStdin } from '../terminal/read-stdin.ts';

const LIMIT_BYTES = 4096;
const CHANGE_WAYS =
  'Give both with --password-stdin, or as --current-file and --password-file, or run this on a terminal.';
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

/** The current password and the new one, for a change. */
export const changeFlags = {
  'password-stdin': Flags.boolean({
    description: 'read the current password and the new one from stdin, a line each',
    exclusive: ['current-file', 'password-file'],
  }),
  'current-file': Flags.string({
    description: 'read the current password from a file',
    helpValue: 'FILE',
    dependsOn: ['password-file'],
  }),
  'password-file': Flags.string({
    description: 'read the new password from a file',
    helpValue: 'FILE',
    dependsOn: ['current-file'],
  }),
};

export interface ChangeFlags extends PasswordFlags {
  readonly 'current-file'?: string | undefined;
}

export async function readPasswordChange(
  flags: ChangeFlags,
  prompting: Prompting,
): Promise<{ readonly current: string; readonly password: string }> {
  if (flags['password-stdin']) {
    const [current = '', password = ''] = (await readStdin(2 * LIMIT_BYTES)).split(/\r?\n/);
    return { current: nonEmpty(current), password: nonEmpty(password) };
  }
  const file = flags['current-file'];
  const current =
    file === undefined
      ? await askSecret('Current password: ', CHANGE_WAYS, prompting)
      : withoutLineEnd(readSecretFile(file));
  return { current: nonEmpty(current), password: await readNewPassword(flags, prompting) };
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
