import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.ts';
import { ProjectsModule } from '../projects/projects.module.ts';
import { ReleasesModule } from '../releases/releases.module.ts';
import { InfoRunHandler } from './info-run.handler.ts';
import { ListRunsHandler } from './list-runs.handler.ts';

/** Jobs of every plugin, as their users and the owners of the data see them. */
@Module({ imports: [JobsModule, ProjectsModule, ReleasesModule], providers: [ListRunsHandler, InfoRunHandler] })
export class RunsModule {}
