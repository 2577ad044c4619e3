import path from 'node:path';
import { readConfig, text } from '@dq0/node/config';
import { z } from 'zod';

/** Where runtime environments lie, one folder per lock digest; shared by every service of this machine's user. */
export const runtimesSetting = text({ expects: 'the path of a folder', example: 'runtimes' });

const schema = z.object({
  DQ0_RUNTIMES: runtimesSetting,
  /** The Python interpreter to build with instead of `python3.11` or `python3` on PATH. */
  DQ0_PYTHON: text({ expects: 'the path of a Python interpreter', example: 'bin/python3.11' }).optional(),
});

/** What building a runtime environment needs; it may run before anything else is configured. */
export class BuilderConfig {
  readonly runtimes: string;
  readonly python: string | undefined;
  /** Environment of pip and uv: they read proxies and indexes from it. Never given to a plugin. */
  readonly installer: NodeJS.ProcessEnv;

  constructor(environment: NodeJS.ProcessEnv) {
    const read = readConfig(schema, environment);
    this.runtimes = path.resolve(read.DQ0_RUNTIMES);
    this.python = read.DQ0_PYTHON;
    this.installer = environment;
  }

  /** For a process that knows its folder of environments already. */
  static at(runtimes: string): BuilderConfig {
    return new BuilderConfig({ ...process.env, DQ0_RUNTIMES: runtimes });
  }

  static fromEnvironment(): BuilderConfig {
    return new BuilderConfig(process.env);
  }
}
