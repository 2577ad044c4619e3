import type { MailToSend } from '../mail/mail.service.ts';
import { fingerprintLines, signature } from '../users/registration-mail.ts';

/** Tells a user what opens the account from now on. */
export function passkeyAddedMail(to: string, name: string, device: string): MailToSend {
  return {
    to,
    subject: 'A passkey was added to your account',
    text: `The passkey "${name}" was registered on the device with the fingerprint

${fingerprintLines(device)}

It logs you in and confirms your decisions. If it was not you, take it and
the device away at once, and tell an administrator:

  dq0 passkey list
  dq0 passkey remove PASSKEY
  dq0 device list

${signature}`,
  };
}
