import { Module } from '@nestjs/common';
import { ExecutorsModule } from '../executors/index.ts';
import { IdentityController } from './identity.controller.ts';
import { PlatformPin } from './platform-pin.ts';
import { ServiceKeys } from './service-keys.ts';
import { SettingsRepository } from './settings.repository.ts';

/** The service's own key and the platform it belongs to. */
@Module({
  imports: [ExecutorsModule],
  controllers: [IdentityController],
  providers: [ServiceKeys, PlatformPin, SettingsRepository],
  exports: [ServiceKeys, PlatformPin],
})
export class IdentityModule {}
