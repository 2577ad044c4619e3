import path from 'node:path';
import { integer, readConfig, text } from '@dq0/node/config';
import { z } from 'zod';
import { runtimesSetting } from './builder-config.ts';

const folder = (example: string) => text({ expects: 'the path of a folder', example });
const count = (range: { min: number; max: number }, expects: string, example: string) =>
  integer(range, { expects, example });

/** Every variable of the service, with unit, range and the meaning of 0. */
const schema = z.object({
  /** State: spool, data sets, keys, run folders. One service per folder. */
  DQ0_SERVICE_HOME: folder('state/service'),
  /** The socket; its folder is made 0750, the socket 0660. Unset: run/service.sock in the state folder. */
  DQ0_SERVICE_SOCKET: text({ expects: 'the path of a socket', example: 'run/service.sock' }).optional(),
  /** Definitions name their files relative to it. */
  DQ0_DATA_ROOT: folder('data'),
  DQ0_REDIS_URL: text({
    expects: 'redis://HOST:PORT, rediss://HOST:PORT or unix:PATH',
    example: 'unix:run/redis.sock',
  }),
  /** Plugin folders, or folders of plugin folders, with colons between. */
  DQ0_PLUGINS: text({ expects: 'folders with colons between', example: 'plugins/sql:plugins/synth' }),
  DQ0_RUNTIMES: runtimesSetting,
  /** Data sets that may be read where no sandbox works; commas between. Everything else is refused there. */
  DQ0_SERVICE_SAMPLE_ONLY: text(
    { expects: 'names of data sets with commas between', example: 'census' },
    /^[a-z][a-z0-9_-]{0,62}(,[a-z][a-z0-9_-]{0,62})*$/,
  ).optional(),
  /** A bubblewrap program to use instead of the packaged one or the one on PATH. */
  DQ0_BWRAP: text({ expects: 'the path of bwrap', example: 'bin/bwrap' }).optional(),
  /** First of 256 user ids that nobody has, for jobs of a service that runs as root. Unused otherwise. */
  DQ0_SERVICE_SPARE_UID: count({ min: 1000, max: 2 ** 31 - 512 }, 'a user id that nobody has', '61184').default(61_184),
  /** Attempts at the same time. */
  DQ0_SERVICE_WORKERS: count({ min: 1, max: 64 }, 'a number of jobs', '3').default(3),
  /** Sandboxes of each certified plugin, and fetch workers, kept started and waiting. 0: none. */
  DQ0_SERVICE_WARM: count({ min: 0, max: 16 }, 'a number, 0 for none', '2').default(2),
  /** Seconds that a picked attempt waits for its grant. */
  DQ0_SERVICE_GRANT_SECONDS: count({ min: 1, max: 3600 }, 'seconds', '120').default(120),
  /** Seconds for one statement at the source. */
  DQ0_SERVICE_FETCH_SECONDS: count({ min: 1, max: 86_400 }, 'seconds', '300').default(300),
  /** Mebibytes that DuckDB may use for one fetch. */
  DQ0_SERVICE_FETCH_MEMORY: count({ min: 64, max: 2 ** 20 }, 'mebibytes', '1024').default(1024),
  /** Mebibytes of exact cells kept for each data version that was read from files. 0: none. */
  DQ0_SERVICE_CELLS_MEBIBYTES: count({ min: 0, max: 2 ** 20 }, 'mebibytes, 0 for none', '256').default(256),
  /** Seconds for reading one data set from its files. */
  DQ0_SERVICE_INGEST_SECONDS: count({ min: 1, max: 86_400 }, 'seconds', '1800').default(1800),
  /** Milliseconds for one request to a planner. */
  DQ0_SERVICE_PLAN_MILLISECONDS: count({ min: 100, max: 600_000 }, 'milliseconds', '5000').default(5000),
  DQ0_SERVICE_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'])
    .meta({ expects: 'debug, info, warn or error', example: 'info' })
    .default('info'),
});

/** What the service was told, validated once at start. Paths are absolute. */
export class ServiceConfig {
  readonly home: string;
  readonly socket: string;
  readonly dataRoot: string;
  readonly redisUrl: string;
  readonly plugins: readonly string[];
  readonly runtimes: string;
  readonly sampleOnly: readonly string[];
  readonly bwrap: string | undefined;
  readonly spareUid: number;
  readonly workers: number;
  readonly warm: number;
  readonly grantMilliseconds: number;
  readonly fetchMilliseconds: number;
  readonly fetchMemoryMiB: number;
  readonly cellsMiB: number;
  readonly ingestMilliseconds: number;
  readonly planMilliseconds: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Folders in which programs such as bwrap are looked for. */
  readonly searchPath: string;

  constructor(environment: NodeJS.ProcessEnv) {
    const read = readConfig(schema, environment);
    this.home = path.resolve(read.DQ0_SERVICE_HOME);
    this.socket = path.resolve(read.DQ0_SERVICE_SOCKET ?? path.join(this.home, 'run', 'service.sock'));
    this.dataRoot = path.resolve(read.DQ0_DATA_ROOT);
    this.redisUrl = read.DQ0_REDIS_URL;
    this.plugins = read.DQ0_PLUGINS.split(':')
      .filter((entry) => entry !== '')
      .map((entry) => path.resolve(entry));
    this.runtimes = path.resolve(read.DQ0_RUNTIMES);
    this.sampleOnly = read.DQ0_SERVICE_SAMPLE_ONLY?.split(',') ?? [];
    this.bwrap = read.DQ0_BWRAP === undefined ? undefined : path.resolve(read.DQ0_BWRAP);
    this.spareUid = read.DQ0_SERVICE_SPARE_UID;
    this.workers = read.DQ0_SERVICE_WORKERS;
    this.warm = read.DQ0_SERVICE_WARM;
    this.grantMilliseconds = read.DQ0_SERVICE_GRANT_SECONDS * 1000;
    this.fetchMilliseconds = read.DQ0_SERVICE_FETCH_SECONDS * 1000;
    this.fetchMemoryMiB = read.DQ0_SERVICE_FETCH_MEMORY;
    this.cellsMiB = read.DQ0_SERVICE_CELLS_MEBIBYTES;
    this.ingestMilliseconds = read.DQ0_SERVICE_INGEST_SECONDS * 1000;
    this.planMilliseconds = read.DQ0_SERVICE_PLAN_MILLISECONDS;
    this.logLevel = read.DQ0_SERVICE_LOG_LEVEL;
    this.searchPath = environment['PATH'] ?? '/usr/bin:/bin';
  }

  static fromEnvironment(): ServiceConfig {
    return new ServiceConfig(process.env);
  }

  /** A folder of the state, `parts` below it. */
  folder(...parts: readonly string[]): string {
    return path.join(this.home, ...parts);
  }
}
