import { ConfigError } from '@dq0/node/config';
import { createLogger } from '@dq0/node/logging';
import { ServiceConfig } from './config/index.ts';
import { createService } from './create-service.ts';

/** Serves until told to stop. Returns the exit code: 0 stopped, 1 failed, 2 wrong usage or configuration. */
export async function run(words: readonly string[]): Promise<number> {
  if (words.length > 0) {
    process.stderr.write('Usage: node dist/main.js\n');
    return 2;
  }
  try {
    const config = ServiceConfig.fromEnvironment();
    const logger = createLogger({ process: 'service', level: config.logLevel });
    const stop = untilToldToStop();
    const service = await createService(config, logger);
    const { sandbox } = service;
    process.stdout.write(`${JSON.stringify({ ready: true, socket: config.socket, sandbox, pid: process.pid })}\n`);
    await stop;
    logger.info('STOPPING');
    await service.stop();
    // A child or connection that does not end must not outlive the stop.
    setTimeout(() => process.exit(0), 500).unref();
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof ConfigError ? 2 : 1;
  }
}

function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}
