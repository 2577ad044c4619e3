import { Module } from '@nestjs/common';
import { DatasetsModule } from '../datasets/datasets.module.ts';
import { MailModule } from '../mail/mail.module.ts';
import { PolicyEditingModule } from '../policy-editing/policy-editing.module.ts';
import { AccessExpiry } from './access-expiry.ts';
import { AccessRequestsRepository } from './access-requests.repository.ts';
import { AccessService } from './access.service.ts';
import { ApproveAccessHandler } from './approve-access.handler.ts';
import { ListAccessHandler } from './list-access.handler.ts';
import { RejectAccessHandler } from './reject-access.handler.ts';
import { RequestAccessHandler } from './request-access.handler.ts';

/** Requests for access to data sets. */
@Module({
  imports: [DatasetsModule, MailModule, PolicyEditingModule],
  providers: [
    ...[AccessRequestsRepository, AccessService, AccessExpiry],
    ...[RequestAccessHandler, ListAccessHandler, ApproveAccessHandler, RejectAccessHandler],
  ],
})
export class AccessModule {}
