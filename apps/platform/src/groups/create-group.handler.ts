import { createGroup, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { GroupsService } from './groups.service.ts';

@Handles(createGroup)
export class CreateGroupHandler implements Handler<typeof createGroup> {
  constructor(
    private readonly groups: GroupsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CodedError GROUP_EXISTS | GROUPS_FULL */
  handle({ group }: Input<typeof createGroup>, caller: Caller): Output<typeof createGroup> {
    caller.audit.object = group;
    this.unitOfWork.write((writing) => this.groups.create(writing, group, known(caller).user.id));
    return { group };
  }
}
