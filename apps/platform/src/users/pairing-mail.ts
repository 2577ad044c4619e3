import type { MailToSend } from '../mail/mail.service.ts';
import { fingerprintLines, signature } from './registration-mail.ts';

/** Tells a user what now speaks for the account. */
export function pairedMail(to: string, device: string, machine: boolean): MailToSend {
  const what = machine ? 'A machine' : 'A device';
  return {
    to,
    subject: `${what} was added to your account`,
    text: `${what} with the fingerprint

${fingerprintLines(device)}

can now use your account. If it was not you, take it away at once:

  dq0 device list
  dq0 device revoke DEVICE

${signature}`,
  };
}
