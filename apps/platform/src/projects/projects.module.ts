import { Module } from '@nestjs/common';
import { AddMemberHandler } from './add-member.handler.ts';
import { CreateProjectHandler } from './create-project.handler.ts';
import { HandOverProjectHandler } from './hand-over-project.handler.ts';
import { InfoProjectHandler } from './info-project.handler.ts';
import { ListProjectsHandler } from './list-projects.handler.ts';
import { ProjectsRepository } from './projects.repository.ts';
import { ProjectsService } from './projects.service.ts';
import { RemoveMemberHandler } from './remove-member.handler.ts';

/** What people work on together: their questions are recorded with it, and owners may give it a part of a budget. */
@Module({
  providers: [
    ...[ProjectsRepository, ProjectsService],
    ...[CreateProjectHandler, ListProjectsHandler, InfoProjectHandler],
    ...[AddMemberHandler, RemoveMemberHandler, HandOverProjectHandler],
  ],
  exports: [ProjectsService],
})
export class ProjectsModule {}
