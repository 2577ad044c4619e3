import { requestAccess, type Input, type Output } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { accessRecord } from './access-request.ts';
import { AccessService } from './access.service.ts';

@Handles(requestAccess)
export class RequestAccessHandler implements Handler<typeof requestAccess> {
  constructor(
    private readonly access: AccessService,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CodedError DATASET_UNKNOWN | ACCESS_DENIED | ACCESS_OPEN | ACCESS_FULL | INPUT_INVALID */
  handle(input: Input<typeof requestAccess>, caller: Caller): Output<typeof requestAccess> {
    const { dataset, purpose, until = null } = input;
    Object.assign(caller.audit, { object: dataset, facts: { dataset, purpose, until } });
    return this.unitOfWork.write((writing) => {
      const request = this.access.request(writing, known(caller).user, input);
      caller.audit.object = request.id;
      return accessRecord(request, this.clock.now().getTime());
    });
  }
}
