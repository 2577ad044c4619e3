import { signAuditHead } from '@dq0/encryption';
import { exportAudit, type ExportedHead, type Input, type Output } from '@dq0/protocol';
import { Clock } from '../../clock/clock.ts';
import { PlatformKeys } from '../../keys/platform-keys.ts';
import { Handles, known, type Caller, type Handler } from '../../operations/handler.ts';
import { AuditReader } from '../audit-reader.ts';

@Handles(exportAudit)
export class ExportAuditHandler implements Handler<typeof exportAudit, ExportedHead> {
  readonly #audit: AuditReader;

  readonly #keys: PlatformKeys;
  readonly #clock: Clock;

  constructor(audit: AuditReader, keys: PlatformKeys, clock: Clock) {
    this.#audit = audit;
    this.#keys = keys;
    this.#clock = clock;
  }

  async prepare(): Promise<ExportedHead> {
    const head = this.#audit.head();
    return { ...head, signed: await signAuditHead({ ...head, at: this.#clock.now() }, this.#keys.identity) };
  }

  handle(page: Input<typeof exportAudit>, caller: Caller, head: ExportedHead): Output<typeof exportAudit> {
    return { rows: this.#audit.upTo(head.number, known(caller).user, page), head };
  }
}
