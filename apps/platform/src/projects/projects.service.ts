import { CodedError, type ProjectRecord } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { CallingUser } from '../operations/handler.ts';
import { PoliciesService, type AboutProject } from '../policies/policies.service.ts';
import { ProjectsRepository, type Project } from './projects.repository.ts';

/** Of one maker. */
const MOST_PROJECTS = 100;
const MOST_MEMBERS = 100;

/** Projects and their members. Who is no member gets the answers of a project that does not exist. */
@Injectable()
export class ProjectsService {
  constructor(
    private readonly projects: ProjectsRepository,
    private readonly policies: PoliciesService,
    private readonly clock: Clock,
  ) {}

  /** @throws CodedError PROJECT_EXISTS, for a name among one's own alone; PROJECTS_FULL */
  create(writing: Writing, { email: owner }: CallingUser, name: string): Project {
    const project = { name: `${owner}/${name}`, owner, createdAt: this.#now() };
    if (this.projects.find(writing, project.name) !== undefined) throw new CodedError('PROJECT_EXISTS');
    if (this.projects.countOfOwner(writing, owner) >= MOST_PROJECTS) throw new CodedError('PROJECTS_FULL');
    this.projects.insert(writing, project);
    this.projects.add(writing, project.name, { email: owner, addedAt: project.createdAt });
    return project;
  }

  list(reading: Reading, user: CallingUser): Project[] {
    const { scope } = this.policies.decide(reading, { user, action: 'project:list' });
    return scope === 'all' ? this.projects.all(reading) : this.projects.ofMember(reading, user.email);
  }

  /** Names of the projects that somebody is a member of. */
  namesOf(reading: Reading, { email }: Pick<CallingUser, 'email'>): string[] {
    return this.projects.ofMember(reading, email).map(({ name }) => name);
  }

  /** A project that may be seen. @throws CodedError PROJECT_UNKNOWN, alike for none and one of others */
  seen(reading: Reading, user: CallingUser, ref: string): Project {
    const project = this.#find(reading, user, ref);
    if (project === undefined || !this.#permits(reading, user, project, 'project:info')) {
      throw new CodedError('PROJECT_UNKNOWN');
    }
    return project;
  }

  /** The full name of a project that somebody may ask for: as a member. @throws CodedError PROJECT_UNKNOWN */
  member(reading: Reading, user: CallingUser, ref: string): string {
    const { name } = this.seen(reading, user, ref);
    if (!this.namesOf(reading, user).includes(name)) throw new CodedError('PROJECT_UNKNOWN');
    return name;
  }

  /** Adding again changes nothing. @throws CodedError PROJECT_UNKNOWN | PROJECT_FULL | ACCESS_DENIED | STEP_UP_REQUIRED */
  addMember(writing: Writing, user: CallingUser, ref: string, email: string): Project {
    const project = this.#changeable(writing, user, ref, 'project:add-member');
    const members = this.projects.members(writing, project.name);
    if (members.some((member) => member.email === email)) return project;
    if (members.length >= MOST_MEMBERS) throw new CodedError('PROJECT_FULL');
    this.projects.add(writing, project.name, { email, addedAt: this.#now() });
    return project;
  }

  /** @throws CodedError PROJECT_UNKNOWN | MEMBER_UNKNOWN | ACCESS_DENIED | STEP_UP_REQUIRED */
  removeMember(writing: Writing, user: CallingUser, ref: string, email: string): Project {
    const project = this.#changeable(writing, user, ref, 'project:remove-member', email === user.email);
    if (email === project.owner) {
      throw new CodedError('ACCESS_DENIED', {
        message: 'Whoever made a project stays in it.',
        remedy: 'Take the others out instead.',
      });
    }
    if (!this.projects.remove(writing, project.name, email)) throw new CodedError('MEMBER_UNKNOWN');
    return project;
  }

  /** A project as policies know it, for the one who asks. */
  about(reading: Reading, { email }: Pick<CallingUser, 'email'>, name: string): AboutProject | undefined {
    const project = this.projects.find(reading, name);
    return project && this.#about(reading, email, project);
  }

  record(reading: Reading, { name, createdAt }: Project): ProjectRecord {
    return {
      project: name,
      created: new Date(createdAt).toISOString(),
      members: this.projects
        .members(reading, name)
        .map(({ email, addedAt }) => ({ member: email, added: new Date(addedAt).toISOString() })),
      runs: this.projects.runs(reading, name),
    };
  }

  #changeable(reading: Reading, user: CallingUser, ref: string, action: string, self = false): Project {
    const project = this.seen(reading, user, ref);
    if (this.#permits(reading, user, project, action, self)) return project;
    const about = this.#about(reading, user.email, project);
    if (this.policies.signatureMissing(reading, { user, action, project: about, self })) {
      throw new CodedError('STEP_UP_REQUIRED');
    }
    throw new CodedError('ACCESS_DENIED', {
      message: 'Only whoever made a project says who is in it.',
      remedy: 'Ask the person whose address its name begins with.',
    });
  }

  /** By its full name, or by the name alone among those of the caller: first one that they made. */
  #find(reading: Reading, { email }: CallingUser, ref: string): Project | undefined {
    if (ref.includes('/')) return this.projects.find(reading, ref);
    const named = this.projects.ofMember(reading, email).filter(({ name }) => name.endsWith(`/${ref}`));
    const own = named.find(({ owner }) => owner === email);
    if (own !== undefined || named.length < 2) return own ?? named[0];
    const message = `several of your projects have this name: ${named.map(({ name }) => name).join(', ')}`;
    throw new CodedError('INPUT_INVALID', { details: [{ path: 'project', message }] });
  }

  #permits(reading: Reading, user: CallingUser, project: Project, action: string, self = false): boolean {
    const about = this.#about(reading, user.email, project);
    return this.policies.decide(reading, { user, action, project: about, self }).permit;
  }

  #about(reading: Reading, email: string, { name, owner }: Project): AboutProject {
    return { name, owner, member: this.projects.members(reading, name).some((member) => member.email === email) };
  }

  #now(): number {
    return this.clock.now().getTime();
  }
}
