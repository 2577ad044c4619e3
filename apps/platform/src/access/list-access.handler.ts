import { listAccess, type Input, type Output } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { accessRecord } from './access-request.ts';
import { AccessService } from './access.service.ts';

@Handles(listAccess)
export class ListAccessHandler implements Handler<typeof listAccess> {
  constructor(
    private readonly access: AccessService,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle({ state, limit, before }: Input<typeof listAccess>, caller: Caller): Output<typeof listAccess> {
    const page = {
      state: state ?? null,
      limit,
      before: before === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(before),
    };
    const requests = this.unitOfWork.read((reading) => this.access.list(reading, known(caller).user, page));
    return { requests: requests.map((request) => accessRecord(request, this.clock.now().getTime())) };
  }
}
