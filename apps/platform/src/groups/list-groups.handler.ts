import { listGroups, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, type Handler } from '../operations/handler.ts';
import { GroupsService } from './groups.service.ts';

@Handles(listGroups)
export class ListGroupsHandler implements Handler<typeof listGroups> {
  constructor(
    private readonly groups: GroupsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle(): Output<typeof listGroups> {
    const groups = this.unitOfWork.read((reading) => this.groups.list(reading));
    return {
      groups: groups.map(({ name, members, by, at }) => ({
        group: name,
        members,
        createdBy: by,
        created: new Date(at).toISOString(),
      })),
    };
  }
}
