import { ConfigError } from '@dq0/node/config';
import { createLogger } from '@dq0/node/logging';
import { SchemaError } from '@dq0/node/sqlite';
import { databaseFromEnvironment, ProxyConfig } from './config/index.ts';
import { createProxy, type RunningProxy } from './create-proxy.ts';
import { migrateDatabase } from './database/index.ts';

const usage = 'Usage: node dist/main.js [migrate]\n';

/** Runs a command and returns the exit code: 0 done, 1 failed, 2 wrong usage or configuration. */
export async function run(words: readonly string[]): Promise<number> {
  const [command = 'serve', ...rest] = words;
  if (!['serve', 'migrate'].includes(command) || rest.length > 0) {
    process.stderr.write(usage);
    return 2;
  }
  try {
    return command === 'migrate' ? migrate(databaseFromEnvironment()) : await serve(ProxyConfig.fromEnvironment());
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    return error instanceof ConfigError ? 2 : 1;
  }
}

function migrate(database: string): number {
  const applied = migrateDatabase(database);
  process.stdout.write(`${JSON.stringify({ migrated: applied })}\n`);
  return 0;
}

async function serve(config: ProxyConfig): Promise<number> {
  const logger = createLogger({ process: 'proxy', level: config.logLevel });
  const proxy = await createProxy({ config, logger });
  try {
    await proxy.listen(config.port, config.host);
  } catch (error) {
    await proxy.stop();
    throw error;
  }
  process.stdout.write(`${JSON.stringify({ ready: true, origin: config.origin, pid: process.pid })}\n`);
  const exit = await untilToldToStop(proxy);
  logger.info('STOPPING', { exit });
  await proxy.stop();
  // Whatever still keeps the process alive (a client that does not read) must not outlive the stop.
  setTimeout(() => process.exit(exit), 500).unref();
  return exit;
}

function untilToldToStop(proxy: RunningProxy): Promise<number> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(0));
    void proxy.broken.then(() => resolve(1));
  });
}

/** What a person can do about it; errors without an explanation here keep their own text. */
function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof SchemaError) return error.message;
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'EADDRINUSE') return 'The port is taken. Stop the other process, or set DQ0_PROXY_PORT to a free port.';
  if (code === 'EADDRNOTAVAIL')
    return 'This machine does not have that address. Set DQ0_PROXY_HOST to one it has, for example 127.0.0.1.';
  if (code === 'EACCES') return 'The port may not be opened. Set DQ0_PROXY_PORT to one above 1023.';
  if (code === 'SQLITE_CANTOPEN')
    return 'The database cannot be opened. Make its folder, or set DQ0_PROXY_DATABASE to a path that can be written.';
  if (code === 'SQLITE_CORRUPT' || code === 'SQLITE_NOTADB') {
    return 'The database is damaged. Restore a backup, or move the file away and run: node dist/main.js migrate. Platforms and clients send again what they have no answer for.';
  }
  return `The proxy could not start: ${message ?? String(error)}`;
}
