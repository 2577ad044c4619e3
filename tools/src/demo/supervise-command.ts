import type { DemoConfig } from './config/demo-config.ts';
import { StateFolder } from './state-folder.ts';
import { Supervisor } from './supervisor.ts';

/**
 * The process that keeps one quarantine running: `supervise HOME CACHE [--while-stdin]`. With `--while-stdin` it ends
 * when its parent does, however the parent dies.
 */
export async function runSupervise(config: DemoConfig, [home = config.home, cache, mode]: string[]): Promise<number> {
  const supervisor = new Supervisor(config, new StateFolder(home, cache ?? config.cache));
  const stopped = new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', () => undefined);
    if (mode !== '--while-stdin') return;
    process.stdin.resume();
    process.stdin.once('end', resolve);
    process.stdin.once('error', resolve);
  });
  try {
    await Promise.race([supervisor.start(), stopped]);
    await stopped;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  await supervisor.stop();
  // Children that were told to end may still hold their pipes.
  process.exit(0);
}
