import { Module } from '@nestjs/common';
import { EventPump } from './event-pump.ts';
import { PluginDirectory } from './plugin-directory.ts';
import { ServiceClient } from './service-client.ts';
import { ServiceSealer } from './service-sealer.ts';

/** The way to the service: its API, its events, what is sealed to it. */
@Module({
  providers: [ServiceClient, PluginDirectory, ServiceSealer, EventPump],
  exports: [ServiceClient, PluginDirectory, ServiceSealer, EventPump],
})
export class ServiceLinkModule {}
