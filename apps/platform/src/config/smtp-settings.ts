/** Which mail server is spoken to, and how. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** From the first byte on; else STARTTLS, which only loopback may do without. */
  readonly tls: boolean;
  readonly loopback: boolean;
  /** Address that mails are from. */
  readonly from: string;
  /** File with user and password; undefined where the server asks for none. */
  readonly credentialsFile: string | undefined;
}

/** `smtps://HOST[:PORT]` or `smtp://HOST[:PORT]`; no user and no password, which belong into a file. */
export const SMTP_URL = /^smtps?:\/\/(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]{1,253})(:[1-9]\d{0,4})?$/;
export const SMTP_FROM = /^[\x21-\x3f\x41-\x7e]{1,64}@[A-Za-z0-9.-]{1,253}$/;

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);
const USUAL_PORTS = { 'smtp:': 587, 'smtps:': 465 } as const;

export function readSmtpUrl(url: string): Pick<SmtpSettings, 'host' | 'port' | 'tls' | 'loopback'> {
  const { protocol, hostname, port } = new URL(url);
  const tls = protocol === 'smtps:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const usual = USUAL_PORTS[tls ? 'smtps:' : 'smtp:'];
  return { host, port: port === '' ? usual : Number(port), tls, loopback: LOOPBACK.has(host) };
}
