import { readFileSync, statSync } from 'node:fs';

/** Rights that anybody but the owner of a file has. */
const OTHERS = 0o077;

/**
 * User and password, a line each, in a file that nobody else may read.
 * @throws Error that says what is wrong with the file, never what is in it
 */
export function readSmtpCredentials(
  file: string | undefined,
): { readonly user: string; readonly pass: string } | undefined {
  if (file === undefined) return undefined;
  if ((statSync(file).mode & OTHERS) !== 0) {
    throw new Error(`${file} may be read by others. Change it with: chmod 600`);
  }
  const [user = '', pass = '', ...more] = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/);
  if (user !== '' && pass !== '' && more.length === 0) return { user, pass };
  throw new Error(`${file} must hold two lines: the user of the mail server, then the password.`);
}
