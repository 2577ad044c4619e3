import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CommandLine } from '../demo/command-line.ts';
import type { DemoConfig } from '../demo/config/demo-config.ts';
import { SampleAccounts } from '../demo/sample-accounts.ts';
import { StateFolder } from '../demo/state-folder.ts';
import { Supervisor } from '../demo/supervisor.ts';

export interface OwnQuarantine {
  readonly state: StateFolder;
  readonly dq0: CommandLine;
}

/** Runs `work` against a whole quarantine of its own, with the sample accounts and the census; ends it afterwards. */
export async function withQuarantine<T>(config: DemoConfig, work: (own: OwnQuarantine) => Promise<T>): Promise<T> {
  const state = new StateFolder(mkdtempSync(path.join(tmpdir(), 'dq0-bench-')), config.cache);
  const supervisor = new Supervisor(config, state);
  try {
    await supervisor.start();
    const dq0 = new CommandLine(config, state);
    await new SampleAccounts(config, state, dq0).setUp();
    return await work({ state, dq0 });
  } finally {
    await supervisor.stop();
    state.remove();
  }
}
