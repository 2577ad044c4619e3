import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { Disk } from '../disk/disk.ts';
import { KeyStore } from '../keys/key-store.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { ProxyFetch } from '../pull-loop/proxy-fetch.ts';
import { PlatformConfig } from './platform-config.ts';

/** What the platform needs from outside; the program brings the real ones, a test its doubles. */
export interface PlatformPorts {
  readonly config: PlatformConfig;
  readonly clock: Clock;
  readonly disk: Disk;
  readonly log: PlatformLog;
  readonly keyStore: KeyStore;
  readonly proxyFetch: ProxyFetch;
}

/** Global: every feature may know the time, the settings and the log. */
@Global()
@Module({})
export class PortsModule {
  static of({ config, clock, disk, log, keyStore, proxyFetch }: PlatformPorts): DynamicModule {
    const providers = [
      { provide: PlatformConfig, useValue: config },
      { provide: Clock, useValue: clock },
      { provide: Disk, useValue: disk },
      { provide: PlatformLog, useValue: log },
      { provide: KeyStore, useValue: keyStore },
      { provide: ProxyFetch, useValue: proxyFetch },
    ];
    return { module: PortsModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
