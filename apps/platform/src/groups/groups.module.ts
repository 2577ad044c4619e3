import { Global, Module } from '@nestjs/common';
import { CreateGroupHandler } from './create-group.handler.ts';
import { GroupsRepository } from './groups.repository.ts';
import { GroupsService } from './groups.service.ts';
import { ListGroupsHandler } from './list-groups.handler.ts';

/** Global, as policies are: grants, drafts, quotas and accounts all name groups. */
@Global()
@Module({
  providers: [GroupsRepository, GroupsService, CreateGroupHandler, ListGroupsHandler],
  exports: [GroupsService],
})
export class GroupsModule {}
