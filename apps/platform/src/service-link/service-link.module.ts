import { Module } from '@nestjs/common';
import { CredentialSealer } from './credential-sealer.ts';
import { EventPump } from './event-pump.ts';
import { GrantSealer } from './grant-sealer.ts';
import { PluginDirectory } from './plugin-directory.ts';
import { ServiceClient } from './service-client.ts';

/** The way to the service: its API, its events, sealed grants. */
@Module({
  providers: [ServiceClient, PluginDirectory, GrantSealer, CredentialSealer, EventPump],
  exports: [ServiceClient, PluginDirectory, GrantSealer, CredentialSealer, EventPump],
})
export class ServiceLinkModule {}
