import { approveAccess, type Input, type Output } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { accessRecord, factsOf } from './access-request.ts';
import { AccessService } from './access.service.ts';

@Handles(approveAccess)
export class ApproveAccessHandler implements Handler<typeof approveAccess> {
  constructor(
    private readonly access: AccessService,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CodedError REQUEST_UNKNOWN | REQUEST_CLOSED | STEP_UP_REQUIRED | POLICY_BOUNDS | INPUT_INVALID */
  handle(input: Input<typeof approveAccess>, caller: Caller): Output<typeof approveAccess> {
    caller.audit.object = input.request;
    return this.unitOfWork.write((writing) => {
      const { request, consequences } = this.access.approve(writing, known(caller).user, input);
      Object.assign(caller.audit.facts, factsOf(request));
      return { request: accessRecord(request, this.clock.now().getTime()), ...consequences };
    });
  }
}
