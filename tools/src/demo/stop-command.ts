import { end, isAlive } from './child-process.ts';
import type { DemoConfig } from './config/demo-config.ts';
import { readRun } from './run-record.ts';
import { StateFolder } from './state-folder.ts';
import { endStudio } from './studio-server.ts';

/** Ends the quarantine of this checkout; bounded, and by the numbers that `run.json` holds. */
export async function runStop(config: DemoConfig): Promise<number> {
  const state = new StateFolder(config.home, config.cache);
  const record = readRun(state);
  await endStudio(state);
  if (!record || ![record.supervisor, ...Object.values(record.children)].some(isAlive)) {
    process.stderr.write('Nothing runs here.\n');
    return 0;
  }
  await end([record.supervisor], 12_000);
  await end(Object.values(record.children));
  state.remove('run.json');
  process.stderr.write('Stopped.\n');
  return 0;
}
