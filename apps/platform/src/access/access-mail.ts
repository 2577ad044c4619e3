import { endText } from '@dq0/protocol';
import type { MailToSend } from '../mail/mail.service.ts';
import { signature } from '../users/registration-mail.ts';
import type { AccessRequest } from './access-request.ts';

/** What is asked for. The reason stays inside: mail is not sealed. */
function subjectOf({ dataset, purpose }: AccessRequest): string {
  return `access to ${dataset} for ${purpose}`;
}

export function requestedMail(request: AccessRequest): MailToSend {
  return {
    to: request.ownerEmail,
    subject: `${request.email} asks for ${subjectOf(request)}`,
    text: `${request.email} asks for ${subjectOf(request)}.
Read why, and decide before ${new Date(request.expiresAt).toISOString().slice(0, 10)}:

  dq0 access list --state open
  dq0 access approve ${request.id}
  dq0 access reject ${request.id}

${signature}`,
  };
}

export function approvedAccessMail(request: AccessRequest, until: number): MailToSend {
  return {
    to: request.email,
    subject: `You have ${subjectOf(request)}`,
    text: `You may ask ${request.dataset} until ${endText(new Date(until).toISOString())}, each question for that purpose:

  dq0 query plan "SELECT ..." --dataset ${request.dataset} --purpose ${request.purpose}

${signature}`,
  };
}

export function rejectedAccessMail(request: AccessRequest): MailToSend {
  return {
    to: request.email,
    subject: `Your request was turned down: ${subjectOf(request)}`,
    text: `The owner of the data set gave you no ${subjectOf(request)}.\n\n${signature}`,
  };
}

/** To both: nobody decided. */
export function expiredMails(request: AccessRequest): MailToSend[] {
  return [request.email, request.ownerEmail].map((to) => ({
    to,
    subject: `A request ended undecided: ${subjectOf(request)}`,
    text: `${request.email} asked for ${subjectOf(request)}. Nobody decided in time.
If it is still wanted, it can be asked for again:

  dq0 access request ${request.dataset} --purpose ${request.purpose} --reason TEXT

${signature}`,
  }));
}
