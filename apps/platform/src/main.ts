import { PlatformConfig } from './config/platform-config.ts';
import { realPorts } from './ports.ts';
import { startPlatform } from './start-platform.ts';

// Nothing that the platform writes is for other users of this machine.
process.umask(0o077);
try {
  const platform = await startPlatform(realPorts(PlatformConfig.fromEnvironment()));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void platform.stop().finally(() => process.exit(0)));
  }
  process.stdout.write(`${JSON.stringify({ ready: true, pid: process.pid, proxies: platform.proxies })}\n`);
} catch (error) {
  // The errors of a start (settings, schema, keys, census) are written for whoever runs the platform.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
