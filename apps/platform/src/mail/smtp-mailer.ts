import { createTransport, type Transporter } from 'nodemailer';
import type { SmtpSettings } from '../config/smtp-settings.ts';
import { composeMail } from './compose-mail.ts';
import { MailRefused } from './mail-refused.ts';
import { Mailer, type Mail } from './mailer.ts';
import { readSmtpCredentials } from './smtp-credentials.ts';

const NAME = 'DQ0';
/** Failures that are about one mail: its addresses or its text; all others are about the way to the server. */
const OF_ONE_MAIL: ReadonlySet<unknown> = new Set(['EENVELOPE', 'EMESSAGE']);

/** Hands mail to a server by SMTP (RFC 5321), one connection a mail: a few an hour are written. */
export class SmtpMailer extends Mailer {
  readonly #settings: SmtpSettings;

  constructor(settings: SmtpSettings) {
    super();
    this.#settings = settings;
  }

  /**
   * Resolves when the server has taken responsibility. The id of the message is that of the mail, so that a server or a
   * reader knows it again where an answer got lost and it was sent twice.
   */
  override async deliver(mail: Mail): Promise<void> {
    const { from } = this.#settings;
    const raw = composeMail(mail, { name: NAME, address: from });
    const transport = this.#open();
    try {
      await transport.sendMail({ envelope: { from, to: [mail.to] }, raw });
    } catch (error) {
      const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
      if (OF_ONE_MAIL.has(code) && typeof responseCode === 'number') throw new MailRefused(responseCode, error);
      throw error;
    } finally {
      transport.close();
    }
  }

  /** The credentials are read each time: they may be renewed while the platform runs. */
  #open(): Transporter {
    return createTransport(transportOptions(this.#settings, readSmtpCredentials(this.#settings.credentialsFile)));
  }
}

/** TLS from the first byte, or by STARTTLS before anything else is said; only this machine itself may be spoken to without. */
export function transportOptions(
  { host, port, tls, loopback }: Omit<SmtpSettings, 'from' | 'credentialsFile'>,
  auth: { readonly user: string; readonly pass: string } | undefined,
) {
  const plain = loopback && !tls;
  return {
    host,
    port,
    secure: tls,
    requireTLS: !tls && !plain,
    ignoreTLS: plain,
    tls: { minVersion: 'TLSv1.2' as const },
    ...(auth === undefined ? {} : { auth }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
