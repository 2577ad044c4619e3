import { fingerprintGroups } from '@dq0/encryption';
import type { Role } from '@dq0/protocol';
import type { MailToSend } from '../mail/mail.service.ts';

/** Last line of every mail. */
export const signature = 'This mail was written by a DQ0 platform. Nobody reads answers to it.';

/** The fingerprint in two lines of six groups, as it is read out over the telephone. */
export function fingerprintLines(device: string): string {
  const groups = fingerprintGroups(device).split(' ');
  return `  ${groups.slice(0, 6).join(' ')}\n  ${groups.slice(6).join(' ')}`;
}

export function codeMail(to: string, device: string, code: string): MailToSend {
  return {
    to,
    subject: 'Your code for DQ0',
    text: `Somebody applied for an account with this address, on a device with
the fingerprint

${fingerprintLines(device)}

If it was you, compare it with the output of  dq0 fingerprint  and type
the code on that device:

  dq0 user confirm CODE

Code: ${code}

It is valid for 24 hours. If it was not you, or the fingerprint differs,
do nothing.

${signature}`,
  };
}

/** For an address whose account is settled: nobody but its reader learns that it is. */
export function settledMail(to: string, device: string): MailToSend {
  return {
    to,
    subject: 'Somebody applied for an account with your address',
    text: `There is an account with this address already. Somebody applied for
another one, on a device with the fingerprint

${fingerprintLines(device)}

Nothing was changed. If it was you and you need access from that device,
ask an administrator of the platform.

${signature}`,
  };
}

export function approvedMail(to: string, role: Role): MailToSend {
  return {
    to,
    subject: 'Your account was approved',
    text: `You may now work as ${role}. Log in on the device that you registered:

  dq0 user login ${to}

${signature}`,
  };
}

export function rejectedMail(to: string): MailToSend {
  return { to, subject: 'Your application was turned down', text: `The platform gave you no account.\n\n${signature}` };
}
