import { rejectAccess, type Input, type Output } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { accessRecord, factsOf } from './access-request.ts';
import { AccessService } from './access.service.ts';

@Handles(rejectAccess)
export class RejectAccessHandler implements Handler<typeof rejectAccess> {
  constructor(
    private readonly access: AccessService,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CodedError REQUEST_UNKNOWN | REQUEST_CLOSED | STEP_UP_REQUIRED */
  handle({ request: id }: Input<typeof rejectAccess>, caller: Caller): Output<typeof rejectAccess> {
    caller.audit.object = id;
    return this.unitOfWork.write((writing) => {
      const request = this.access.reject(writing, known(caller).user, id);
      Object.assign(caller.audit.facts, factsOf(request));
      return accessRecord(request, this.clock.now().getTime());
    });
  }
}
