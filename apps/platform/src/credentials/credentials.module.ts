import { Module } from '@nestjs/common';
import { ServiceLinkModule } from '../service-link/service-link.module.ts';
import { AddCredentialHandler } from './add-credential.handler.ts';
import { CredentialUse } from './credential-use.repository.ts';
import { CredentialRepository } from './credential.repository.ts';
import { CredentialsService } from './credentials.service.ts';
import { ListCredentialsHandler } from './list-credentials.handler.ts';
import { RemoveCredentialHandler } from './remove-credential.handler.ts';

/** What opens the owners' databases, sealed to the service. */
@Module({
  imports: [ServiceLinkModule],
  providers: [
    CredentialRepository,
    CredentialUse,
    CredentialsService,
    AddCredentialHandler,
    ListCredentialsHandler,
    RemoveCredentialHandler,
  ],
  exports: [CredentialsService],
})
export class CredentialsModule {}
