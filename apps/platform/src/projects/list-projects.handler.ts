import { listProjects, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { ProjectsService } from './projects.service.ts';

@Handles(listProjects)
export class ListProjectsHandler implements Handler<typeof listProjects> {
  constructor(
    private readonly projects: ProjectsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle(_input: Input<typeof listProjects>, caller: Caller): Output<typeof listProjects> {
    return this.unitOfWork.read((reading) => {
      const projects = this.projects.list(reading, known(caller).user);
      return { projects: projects.map((project) => this.projects.record(reading, project)) };
    });
  }
}
