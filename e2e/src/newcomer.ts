import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Quarantine } from './quarantine.ts';

export const PASSWORD = 'a long sentence nobody guesses';

/** A profile that knows the platform and nothing else, as an invitation leaves it. */
export async function invite(quarantine: Quarantine, profile: string): Promise<void> {
  const file = path.join(quarantine.home, 'invitation.json');
  const { connection } = JSON.parse(readFileSync(file, 'utf8')) as { connection: string };
  expect((await quarantine.json(profile, ['proxy', 'add', connection])).exit).toBe(0);
}

/** The code of the newest mail to an address, as its reader finds it. */
export async function mailedCode(quarantine: Quarantine, email: string): Promise<string> {
  for (let waited = 0; waited < 200; waited += 1) {
    const code = /^\s*Code:\s*(\S+)\s*$/im.exec(quarantine.mailTo(email) ?? '')?.[1];
    if (code !== undefined) return code;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no mail to ${email}`);
}

/** An applicant whose address is confirmed and who waits for a person. */
export async function apply(quarantine: Quarantine, profile: string, email: string): Promise<string> {
  await invite(quarantine, profile);
  expect((await quarantine.json(profile, ['user', 'register', email, '--password-stdin'], PASSWORD)).exit).toBe(0);
  expect((await quarantine.json(profile, ['user', 'confirm', await mailedCode(quarantine, email)])).exit).toBe(0);
  return String((await quarantine.json(profile, ['fingerprint'])).value['fingerprint']);
}

/** One more person, from the invitation to the login, on a device of their own. */
export async function newcomer(quarantine: Quarantine, profile: string, email: string, role: string): Promise<void> {
  const fingerprint = await apply(quarantine, profile, email);
  const approval = ['user', 'approve', email, '--role', role, '--fingerprint', fingerprint, '--yes'];
  expect((await quarantine.json('admin', approval)).exit).toBe(0);
  expect((await quarantine.json(profile, ['user', 'login', email, '--password-stdin'], PASSWORD)).exit).toBe(0);
}
