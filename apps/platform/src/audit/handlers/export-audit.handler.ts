import { exportAudit, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { AuditReader } from '../audit-reader.ts';

@Handles(exportAudit)
export class ExportAuditHandler implements Handler<typeof exportAudit> {
  readonly #audit: AuditReader;

  constructor(audit: AuditReader) {
    this.#audit = audit;
  }

  handle({ after, limit }: Input<typeof exportAudit>, caller: Caller): Output<typeof exportAudit> {
    return this.#audit.after(known(caller).user, after, limit);
  }
}
