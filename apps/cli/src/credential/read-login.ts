import { readFileSync, statSync } from 'node:fs';
import { SourceLogin } from '@dq0/protocol';
import { Flags } from '@oclif/core';
import type { z } from 'zod';
import { parse } from 'yaml';
import { UsageError } from '../errors/usage-error.ts';
import { readPassword, readSecretFile } from '../session/read-password.ts';
import { ask, type Prompting } from '../terminal/prompt.ts';

type Login = z.input<typeof SourceLogin>;

const LIMIT_BYTES = 200_000;
const EXAMPLE = 'Write user, password and, where needed, tls: { mode, ca, certificate, key } in YAML or JSON.';

const PEM = { helpValue: 'FILE', exclusive: ['file'] };

/** The password comes by prompt, by stdin or in a file; never as a flag, where other users could read it. */
export const loginFlags = {
  user: Flags.string({ description: 'role of the database to log in as', helpValue: 'ROLE', exclusive: ['file'] }),
  'password-stdin': Flags.boolean({ description: 'read the password from stdin', exclusive: ['file'] }),
  file: Flags.string({ description: 'read user, password and tls from a file (YAML or JSON)', helpValue: 'FILE' }),
  tls: Flags.string({
    description:
      'verify: check certificate and name; require: encrypt; off: plain (default: verify, off to this machine)',
    options: ['verify', 'require', 'off'],
    exclusive: ['file'],
  }),
  'tls-ca': Flags.string({ description: 'certificates of the authorities to trust (PEM)', ...PEM }),
  'tls-cert': Flags.string({ description: "the client's certificate (PEM)", ...PEM }),
  'tls-key': Flags.string({ description: "the client's private key (PEM)", ...PEM }),
};

export interface LoginFlags {
  readonly user?: string | undefined;
  readonly 'password-stdin'?: boolean | undefined;
  readonly file?: string | undefined;
  readonly tls?: string | undefined;
  readonly 'tls-ca'?: string | undefined;
  readonly 'tls-cert'?: string | undefined;
  readonly 'tls-key'?: string | undefined;
}

/** @throws UsageError that names what is wrong, never what was given */
export async function readLogin(flags: LoginFlags, prompting: Prompting): Promise<Login> {
  const given = flags.file === undefined ? await askLogin(flags, prompting) : readLoginFile(flags.file);
  const parsed = SourceLogin.safeParse(given);
  if (parsed.success) return parsed.data;
  const places = [...new Set(parsed.error.issues.map(({ path }) => path.join('.') || 'the whole'))];
  throw new UsageError(`The login is not valid: ${places.join(', ')}.`, EXAMPLE);
}

async function askLogin(flags: LoginFlags, prompting: Prompting): Promise<unknown> {
  const user = flags.user ?? (await ask('User: ', 'Name it with --user ROLE, or give --file FILE.', prompting));
  const password = await readPassword(flags, prompting);
  const pem = (['ca', 'cert', 'key'] as const).flatMap((name) => {
    const file = flags[`tls-${name}`];
    return file === undefined ? [] : [[name === 'cert' ? 'certificate' : name, readSecretFile(file)] as const];
  });
  if (flags.tls === undefined && pem.length === 0) return { user, password };
  return { user, password, tls: { mode: flags.tls ?? 'verify', ...Object.fromEntries(pem) } };
}

function readLoginFile(file: string): unknown {
  let text: string;
  try {
    if (statSync(file).size > LIMIT_BYTES) throw new UsageError(`${file} is larger than a login can be.`, EXAMPLE);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`The file ${file} cannot be read.`, 'Check its path and permissions.');
  }
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    // Without the parser's words: they would quote the file.
    throw new UsageError(`${file} is neither YAML nor JSON.`, EXAMPLE);
  }
}
