import path from 'node:path';
import { ConfigError, readConfig, text } from '@dq0/node/config';
import { z } from 'zod';
import { readSmtpUrl, SMTP_FROM, SMTP_URL, type SmtpSettings } from './smtp-settings.ts';

const ORIGIN = /^https?:\/\/[^\s/?#@,]{1,255}$/;
const ORIGINS = /^https?:\/\/[^\s/?#@,]{1,255}(,https?:\/\/[^\s/?#@,]{1,255}){0,15}$/;

/** Every variable of the platform, with unit, range and the meaning of what is unset. */
const schema = z.object({
  /** State folder: database, journal, keys. */
  DQ0_PLATFORM_HOME: text({ expects: "the folder of the platform's state", example: 'state/platform' }),
  /** Origins of the proxies to poll, separated by commas. Unset: none; then the platform cannot be reached. */
  DQ0_PLATFORM_PROXIES: text(
    { expects: 'origins of proxies, separated by commas', example: 'https://proxy.example.org' },
    ORIGINS,
  ).optional(),
  /** The service's Unix socket. Unset: run/service.sock in the state folder. */
  DQ0_SERVICE_SOCKET: text({ expects: "the path of the service's socket", example: 'run/service.sock' }).optional(),
  DQ0_REDIS_URL: text({ expects: 'the address of Redis', example: 'redis://127.0.0.1:6379' }).default(
    'redis://127.0.0.1:6379',
  ),
  /** Folder that mail is written to where no server is named. Unset: mail in the state folder. */
  DQ0_MAIL_FOLDER: text({ expects: 'a folder for mail', example: 'state/mail' }).optional(),
  /** Mail server. TLS is required (smtp: by STARTTLS) unless it is on loopback. Unset: mail is written to the folder. */
  DQ0_SMTP_URL: text(
    { expects: 'a mail server, without user and password', example: 'smtps://mail.example.org' },
    SMTP_URL,
  ).optional(),
  /** File with user and password of the mail server, a line each, mode 0600. Unset: it asks for none. */
  DQ0_SMTP_CREDENTIALS: text({ expects: 'a file with user and password', example: 'state/smtp' }).optional(),
  /** Needed with a mail server: the address that mails are from. */
  DQ0_MAIL_FROM: text({ expects: 'the address that mails are from', example: 'dq0@example.org' }, SMTP_FROM).optional(),
  DQ0_PLATFORM_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'])
    .meta({ expects: 'debug, info, warn or error', example: 'info' })
    .default('info'),
});

/** What the platform was told at its start. Injected as a class; nothing else reads the environment. */
export class PlatformConfig {
  readonly home: string;
  readonly databasePath: string;
  readonly journalPath: string;
  readonly keysFolder: string;
  /** Origins without a path, in the order given. */
  readonly proxies: readonly string[];
  readonly serviceSocket: string;
  readonly redisUrl: string;
  readonly mailFolder: string;
  /** undefined: mail is written to the folder. */
  readonly smtp: SmtpSettings | undefined;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';

  /** @throws ConfigError naming every bad variable */
  constructor(environment: NodeJS.ProcessEnv) {
    const read = readConfig(schema, environment);
    this.home = path.resolve(read.DQ0_PLATFORM_HOME);
    this.databasePath = path.join(this.home, 'platform.sqlite');
    this.journalPath = path.join(this.home, 'spend.journal');
    this.keysFolder = path.join(this.home, 'keys');
    this.proxies = read.DQ0_PLATFORM_PROXIES?.split(',') ?? [];
    this.serviceSocket = path.resolve(read.DQ0_SERVICE_SOCKET ?? path.join(this.home, 'run', 'service.sock'));
    this.redisUrl = read.DQ0_REDIS_URL;
    this.mailFolder = path.resolve(read.DQ0_MAIL_FOLDER ?? path.join(this.home, 'mail'));
    this.smtp = smtpSettings(read);
    this.logLevel = read.DQ0_PLATFORM_LOG_LEVEL;
  }

  /** The same settings for another file. */
  withDatabase(databasePath: string): PlatformConfig {
    return Object.assign(Object.create(PlatformConfig.prototype) as PlatformConfig, this, { databasePath });
  }

  /** The one place where the platform reads its environment. */
  static fromEnvironment(): PlatformConfig {
    return new PlatformConfig(process.env);
  }
}

function smtpSettings(read: z.output<typeof schema>): SmtpSettings | undefined {
  const { DQ0_SMTP_URL: url, DQ0_SMTP_CREDENTIALS: file, DQ0_MAIL_FROM: from } = read;
  if (url === undefined) return undefined;
  if (from === undefined) {
    const told = 'DQ0_MAIL_FROM is not set, and a mail server is. Expected: the address that mails are from.';
    throw new ConfigError([{ variable: 'DQ0_MAIL_FROM', text: `${told} Example: DQ0_MAIL_FROM=dq0@example.org` }]);
  }
  const credentialsFile = file === undefined ? undefined : path.resolve(file);
  return { ...readSmtpUrl(url), from, credentialsFile };
}

/** Whether a text is an origin as the platform and the connection string write it: scheme and host, no path. */
export function isOrigin(origin: string): boolean {
  return ORIGIN.test(origin);
}
