import { showAudit, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { AuditReader } from '../audit-reader.ts';

@Handles(showAudit)
export class ShowAuditHandler implements Handler<typeof showAudit> {
  readonly #audit: AuditReader;

  constructor(audit: AuditReader) {
    this.#audit = audit;
  }

  handle(input: Input<typeof showAudit>, caller: Caller): Output<typeof showAudit> {
    return this.#audit.show(known(caller).user, input);
  }
}
