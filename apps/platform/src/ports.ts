import { createLogger } from '@dq0/node/logging';
import { SystemClock } from './clock/clock.ts';
import { PlatformConfig } from './config/platform-config.ts';
import type { PlatformPorts } from './config/platform-ports.ts';
import { FolderDisk } from './disk/disk.ts';
import { FileKeyStore } from './keys/key-store.ts';
import { ProcessLog } from './log/platform-log.ts';
import { HttpProxyFetch } from './pull-loop/proxy-fetch.ts';

/** The real ports: this machine's clock, files and network. */
export function realPorts(config: PlatformConfig): PlatformPorts {
  const log = new ProcessLog(createLogger({ process: 'platform', level: config.logLevel }));
  const keyStore = new FileKeyStore(config.keysFolder);
  const disk = new FolderDisk(config.home);
  return { config, clock: new SystemClock(), disk, log, keyStore, proxyFetch: new HttpProxyFetch() };
}
