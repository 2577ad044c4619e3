import type { Logger } from '@dq0/node/logging';
import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Clock, LOGGER, ProxyConfig } from './config/index.ts';
import { HealthModule } from './health/index.ts';
import { MailboxModule } from './mailbox/index.ts';
import { PlatformInfoModule } from './platform-info/index.ts';
import { ProblemFilter } from './problems/index.ts';
import { RegistrationModule } from './registration/index.ts';

/** Configuration, time and log, for every feature. */
@Module({})
class EnvironmentModule {
  static of(config: ProxyConfig, clock: Clock, logger: Logger): DynamicModule {
    const providers = [
      { provide: ProxyConfig, useValue: config },
      { provide: Clock, useValue: clock },
      { provide: LOGGER, useValue: logger },
    ];
    return { module: EnvironmentModule, global: true, providers, exports: providers };
  }
}

@Module({
  imports: [MailboxModule, PlatformInfoModule, RegistrationModule, HealthModule],
  providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
})
export class AppModule {
  static of(config: ProxyConfig, clock: Clock, logger: Logger): DynamicModule {
    return { module: AppModule, imports: [EnvironmentModule.of(config, clock, logger)] };
  }
}
