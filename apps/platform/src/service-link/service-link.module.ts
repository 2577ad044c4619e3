import { Module } from '@nestjs/common';
import { EventPump } from './event-pump.ts';
import { GrantSealer } from './grant-sealer.ts';
import { PluginDirectory } from './plugin-directory.ts';
import { ServiceClient } from './service-client.ts';

/** The way to the service: its API, its events, sealed grants. */
@Module({
  providers: [ServiceClient, PluginDirectory, GrantSealer, EventPump],
  exports: [ServiceClient, PluginDirectory, GrantSealer, EventPump],
})
export class ServiceLinkModule {}
