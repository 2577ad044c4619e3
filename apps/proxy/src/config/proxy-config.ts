import { flag, integer, readConfig, text } from '@dq0/node/config';
import { z } from 'zod';

const mebibyte = 1024 * 1024;

const databasePath = text({ expects: 'the path of the SQLite file', example: 'state/proxy.sqlite' });

/** Every variable of the proxy, with unit, range and the meaning of 0. */
const schema = z.object({
  /** Address to listen on. Anything but loopback makes the proxy reachable by others: put TLS in front of it. */
  DQ0_PROXY_HOST: text({ expects: 'an address to listen on', example: '127.0.0.1' }, /^[0-9A-Za-z.:-]{1,255}$/).default(
    '127.0.0.1',
  ),
  DQ0_PROXY_PORT: integer({ min: 1, max: 65_535 }, { expects: 'a port from 1 to 65535', example: '8000' }).default(
    8000,
  ),
  /** The origin that clients and platform dial; proofs must name it. Unset: http://HOST:PORT. */
  DQ0_PROXY_ORIGIN: text(
    { expects: 'the public origin, scheme and host without a path', example: 'https://proxy.example.org' },
    /^https?:\/\/[^\s/?#@]{1,255}$/,
  ).optional(),
  DQ0_PROXY_DATABASE: databasePath,
  /** Thumbprint of the one platform whose messages this proxy carries. */
  DQ0_PROXY_PLATFORM: text(
    { expects: "the platform's thumbprint, 43 characters", example: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs' },
    /^[A-Za-z0-9_-]{43}$/,
  ),
  DQ0_PROXY_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'])
    .meta({ expects: 'debug, info, warn or error', example: 'info' })
    .default('info'),
  /** Messages a second of one sending key; four seconds' worth may come at once. 0: no limit. */
  DQ0_PROXY_RATE_SENDER: integer(
    { min: 0, max: 100_000 },
    { expects: 'messages a second, 0 for no limit', example: '50' },
  ).default(50),
  /** Requests a second of one network address (IPv6: of one /64); four seconds' worth may come at once. 0: no limit. */
  DQ0_PROXY_RATE_ADDRESS: integer(
    { min: 0, max: 1_000_000 },
    { expects: 'requests a second, 0 for no limit', example: '500' },
  ).default(500),
  /** Messages of one sender that are kept, delivered ones until they expire. */
  DQ0_PROXY_QUOTA_MESSAGES: integer(
    { min: 1, max: 100_000_000 },
    { expects: 'a number of messages', example: '20000' },
  ).default(20_000),
  /** Bytes of one sender that wait for the platform. */
  DQ0_PROXY_QUOTA_BYTES: integer(
    { min: mebibyte, max: 2 ** 40 },
    { expects: 'bytes, at least 1048576', example: '67108864' },
  ).default(64 * mebibyte),
  /** Largest database file. Posts are refused from four fifths on, so that replies still find room. */
  DQ0_PROXY_STORE_BYTES: integer(
    { min: mebibyte, max: 2 ** 44 },
    { expects: 'bytes, at least 1048576', example: '8589934592' },
  ).default(8 * 1024 * mebibyte),
  /** Bytes of request bodies and half-received frames held in memory at one time, over all connections. */
  DQ0_PROXY_INFLIGHT_BYTES: integer(
    { min: 4 * mebibyte, max: 2 ** 36 },
    { expects: 'bytes, at least 4194304', example: '134217728' },
  ).default(128 * mebibyte),
  /** Open connections of all kinds. */
  DQ0_PROXY_CONNECTIONS: integer(
    { min: 10, max: 1_000_000 },
    { expects: 'a number of connections', example: '16384' },
  ).default(16_384),
  /** Open WebSockets; those of one key are limited to 8. */
  DQ0_PROXY_SOCKETS: integer({ min: 1, max: 1_000_000 }, { expects: 'a number of sockets', example: '12000' }).default(
    12_000,
  ),
  /** Longest time a reply is kept, hours; a reply that expires earlier goes earlier. */
  DQ0_PROXY_REPLY_HOURS: integer({ min: 1, max: 24 * 365 }, { expects: 'hours', example: '720' }).default(720),
  /** Whether the address of a client is taken from `x-forwarded-for`, as set by one reverse proxy in front. */
  DQ0_PROXY_BEHIND_PROXY: flag({ expects: 'true or false', example: 'false' }).default(false),
});

/** What the proxy was told at its start. It holds no secret, and there is none to give it. */
export class ProxyConfig {
  readonly host: string;
  readonly port: number;
  readonly origin: string;
  readonly database: string;
  readonly platform: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly behindProxy: boolean;
  readonly rates: { readonly sender: number; readonly address: number };
  readonly quota: { readonly messages: number; readonly bytes: number };
  readonly storeBytes: number;
  readonly inflightBytes: number;
  readonly connections: number;
  readonly sockets: number;
  readonly replyMilliseconds: number;

  constructor(environment: NodeJS.ProcessEnv) {
    const read = readConfig(schema, environment);
    const host = read.DQ0_PROXY_HOST.includes(':') ? `[${read.DQ0_PROXY_HOST}]` : read.DQ0_PROXY_HOST;
    this.host = read.DQ0_PROXY_HOST;
    this.port = read.DQ0_PROXY_PORT;
    this.origin = read.DQ0_PROXY_ORIGIN ?? `http://${host}:${read.DQ0_PROXY_PORT}`;
    this.database = read.DQ0_PROXY_DATABASE;
    this.platform = read.DQ0_PROXY_PLATFORM;
    this.logLevel = read.DQ0_PROXY_LOG_LEVEL;
    this.behindProxy = read.DQ0_PROXY_BEHIND_PROXY;
    this.rates = { sender: read.DQ0_PROXY_RATE_SENDER, address: read.DQ0_PROXY_RATE_ADDRESS };
    this.quota = { messages: read.DQ0_PROXY_QUOTA_MESSAGES, bytes: read.DQ0_PROXY_QUOTA_BYTES };
    this.storeBytes = read.DQ0_PROXY_STORE_BYTES;
    this.inflightBytes = read.DQ0_PROXY_INFLIGHT_BYTES;
    this.connections = read.DQ0_PROXY_CONNECTIONS;
    this.sockets = read.DQ0_PROXY_SOCKETS;
    this.replyMilliseconds = read.DQ0_PROXY_REPLY_HOURS * 3_600_000;
  }

  static fromEnvironment(): ProxyConfig {
    return new ProxyConfig(process.env);
  }
}

/** The one variable that migrating needs: it may run before anybody knows the platform. */
export function databaseFromEnvironment(): string {
  return readConfig(z.object({ DQ0_PROXY_DATABASE: databasePath }), process.env).DQ0_PROXY_DATABASE;
}
