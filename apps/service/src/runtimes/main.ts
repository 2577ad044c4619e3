import { ConfigError } from '@dq0/node/config';
import { BuilderConfig } from '../config/index.ts';
import { buildAll } from './build-all.ts';

const usage = 'Usage: node dist/runtimes/main.js build [PLUGIN_FOLDER ...]\n';

/** Builds the service's own environment and those of the plugins named; what exists already is left as it is. */
async function main([command, ...folders]: readonly string[]): Promise<number> {
  if (command !== 'build') {
    process.stderr.write(usage);
    return 2;
  }
  try {
    await buildAll(folders, BuilderConfig.fromEnvironment(), (text) => process.stderr.write(`${text}\n`));
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof ConfigError ? 2 : 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
