import { Global, Module } from '@nestjs/common';
import { AuditReader } from './audit-reader.ts';
import { AuditRepository } from './audit.repository.ts';
import { AuditService } from './audit.service.ts';
import { ChainVerifier } from './chain-verifier.ts';
import { ExportAuditHandler } from './handlers/export-audit.handler.ts';
import { ListAuditHandler } from './handlers/list-audit.handler.ts';
import { ShowAuditHandler } from './handlers/show-audit.handler.ts';

/** Global: every feature records what it does by itself; the router records every message. */
@Global()
@Module({
  providers: [
    AuditRepository,
    AuditService,
    AuditReader,
    ChainVerifier,
    ExportAuditHandler,
    ListAuditHandler,
    ShowAuditHandler,
  ],
  exports: [AuditService, ChainVerifier],
})
export class AuditModule {}
