import type { MailToSend } from '../mail/mail.service.ts';
import { fingerprintLines, signature } from './registration-mail.ts';

export function resetMail(to: string, device: string, code: string): MailToSend {
  return {
    to,
    subject: 'Your code for a new password',
    text: `Somebody asked for a new password on your device with the
fingerprint

${fingerprintLines(device)}

If it was you, type the code on that device:

  dq0 user reset-password CODE

Code: ${code}

It is valid for 15 minutes. Every login of your account ends with the new
password. If it was not you, do nothing; the old password stays.

${signature}`,
  };
}

/** For an address whose account the asking device does not belong to: nobody but its reader learns that there is one. */
export function foreignResetMail(to: string, device: string): MailToSend {
  return {
    to,
    subject: 'Somebody asked for a new password of your account',
    text: `It was asked for on a device that is not yours, with the fingerprint

${fingerprintLines(device)}

Nothing was changed. A new password is set on a device of your account;
if you have none left, ask an administrator of the platform.

${signature}`,
  };
}

export function passwordSetMail(to: string, device: string): MailToSend {
  return {
    to,
    subject: 'Your password was set anew',
    text: `It was set with a code from your mailbox, on your device with the
fingerprint

${fingerprintLines(device)}

Every login of your account ended. If it was not you, tell an
administrator of the platform at once.

${signature}`,
  };
}
