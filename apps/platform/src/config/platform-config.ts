import path from 'node:path';
import { readConfig, text } from '@dq0/node/config';
import { z } from 'zod';

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
  /** Folder that mail is written to. Unset: mail in the state folder. */
  DQ0_MAIL_FOLDER: text({ expects: 'a folder for mail', example: 'state/mail' }).optional(),
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
    this.logLevel = read.DQ0_PLATFORM_LOG_LEVEL;
  }

  /** The one place where the platform reads its environment. */
  static fromEnvironment(): PlatformConfig {
    return new PlatformConfig(process.env);
  }
}

/** Whether a text is an origin as the platform and the connection string write it: scheme and host, no path. */
export function isOrigin(origin: string): boolean {
  return ORIGIN.test(origin);
}
