import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Quarantine } from './quarantine.ts';

export const NEW_PASSWORD = 'a long sentence nobody guesses';

/** One more person, from the invitation to the login, on a device of their own. */
export async function newcomer(quarantine: Quarantine, profile: string, email: string, role: string): Promise<void> {
  const { connection } = JSON.parse(readFileSync(path.join(quarantine.home, 'invitation.json'), 'utf8')) as {
    connection: string;
  };
  const say = async (as: string, words: readonly string[], stdin = ''): Promise<void> => {
    expect((await quarantine.json(as, words, stdin)).exit).toBe(0);
  };
  await say(profile, ['proxy', 'add', connection]);
  await say(profile, ['user', 'register', email, '--password-stdin'], NEW_PASSWORD);
  await say(profile, ['user', 'confirm', await mailedCode(quarantine, email)]);
  await say('admin', ['user', 'approve', email, '--role', role, '--yes']);
  await say(profile, ['user', 'login', email, '--password-stdin'], NEW_PASSWORD);
}

/** The code that a mail to an address tells, once it is there. */
export async function mailedCode(quarantine: Quarantine, email: string): Promise<string> {
  for (let waited = 0; waited < 200; waited += 1) {
    const code = /^\s*Code:\s*(\S+)\s*$/im.exec(quarantine.mailTo(email) ?? '')?.[1];
    if (code !== undefined) return code;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no mail to ${email}`);
}
