import { listAudit, type Input, type Output } from '@dq0/protocol';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { AuditReader } from '../audit-reader.ts';

@Handles(listAudit)
export class ListAuditHandler implements Handler<typeof listAudit> {
  readonly #audit: AuditReader;

  constructor(audit: AuditReader) {
    this.#audit = audit;
  }

  handle(input: Input<typeof listAudit>, caller: Caller): Output<typeof listAudit> {
    return this.#audit.list(known(caller).user, input);
  }
}
