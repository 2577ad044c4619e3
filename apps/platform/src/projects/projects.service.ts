import { CodedError, type ProjectRecord, type Role } from '@dq0/protocol';
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
    const project = { name: `${owner}/${name}`, owner, orphaned: 0 as const, createdAt: this.#now() };
    if (this.projects.find(writing, project.name) !== undefined) throw new CodedError('PROJECT_EXISTS');
    if (this.projects.countOfMaker(writing, owner) >= MOST_PROJECTS) throw new CodedError('PROJECTS_FULL');
    this.projects.insert(writing, project);
    this.projects.add(writing, project.name, { email: owner, addedAt: project.createdAt });
    return project;
  }

  list(reading: Reading, user: CallingUser): Project[] {
    const { scope } = this.policies.decide(reading, { user, action: 'project:list' });
    if (scope === 'all') return this.projects.all(reading);
    const own = this.projects.ofMember(reading, user.email);
    const others = this.projects.orphaned(reading).filter(({ name }) => !own.some((project) => project.name === name));
    return [...own, ...others.filter((project) => this.#mayHandOver(reading, user, project))];
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

  /** One that may be seen, or handed over and no more. @throws CodedError PROJECT_UNKNOWN, alike for none and one of others */
  seenOrOrphaned(reading: Reading, user: CallingUser, ref: string): Project {
    const project = this.#find(reading, user, ref);
    if (project !== undefined && this.#mayHandOver(reading, user, project)) return project;
    return this.seen(reading, user, ref);
  }

  /** The full name of a project that somebody may ask for: as a member. @throws CodedError PROJECT_UNKNOWN */
  member(reading: Reading, user: CallingUser, ref: string): string {
    const { name } = this.seen(reading, user, ref);
    if (!this.namesOf(reading, user).includes(name)) throw new CodedError('PROJECT_UNKNOWN');
    return name;
  }

  /** Adding again changes nothing. @throws CodedError PROJECT_UNKNOWN | PROJECT_FULL | ACCESS_DENIED | STEP_UP_REQUIRED */
  addMember(writing: Writing, user: CallingUser, ref: string, email: string): Project {
    const project = this.#changeable(writing, user, this.seen(writing, user, ref), 'project:add-member');
    const members = this.projects.members(writing, project.name);
    if (members.some((member) => member.email === email)) return project;
    if (members.length >= MOST_MEMBERS) throw new CodedError('PROJECT_FULL');
    this.projects.add(writing, project.name, { email, addedAt: this.#now() });
    return project;
  }

  /** @throws CodedError PROJECT_UNKNOWN | MEMBER_UNKNOWN | ACCESS_DENIED | STEP_UP_REQUIRED */
  removeMember(writing: Writing, user: CallingUser, ref: string, email: string): Project {
    const seen = this.seen(writing, user, ref);
    const project = this.#changeable(writing, user, seen, 'project:remove-member', email === user.email);
    if (email === project.owner) {
      throw new CodedError('ACCESS_DENIED', {
        message: 'The owner of a project stays in it.',
        remedy: 'Hand it over first: dq0 project hand-over PROJECT --to EMAIL',
      });
    }
    if (!this.projects.remove(writing, project.name, email)) throw new CodedError('MEMBER_UNKNOWN');
    return project;
  }

  /**
   * Makes a member the owner: one who could go on as such.
   * @throws CodedError PROJECT_UNKNOWN | MEMBER_UNKNOWN, alike for no member and for one without an account | ACCESS_DENIED |
   *   STEP_UP_REQUIRED
   */
  handOver(
    writing: Writing,
    user: CallingUser,
    ref: string,
    email: string,
  ): { readonly before: string; readonly project: Project } {
    const found = this.seenOrOrphaned(writing, user, ref);
    const { name, owner: before } = this.#changeable(writing, user, found, 'project:hand-over');
    const member = this.projects.members(writing, name).some((one) => one.email === email);
    if (!member || !this.#couldOwn(writing, name, email)) {
      throw new CodedError('MEMBER_UNKNOWN', {
        message: 'Nobody of this address can take the project over.',
        remedy: 'Name a member who has an account and may change projects: dq0 project info PROJECT',
      });
    }
    this.projects.setOwner(writing, name, email);
    return { before, project: { ...found, owner: email, orphaned: 0 } };
  }

  /** A project as policies know it, for the one who asks. */
  about(reading: Reading, { email }: Pick<CallingUser, 'email'>, name: string): AboutProject | undefined {
    const project = this.projects.find(reading, name);
    return project && this.#about(reading, email, project);
  }

  record(reading: Reading, { name, owner, orphaned, createdAt }: Project): ProjectRecord {
    return {
      project: name,
      owner,
      orphaned: orphaned === 1,
      created: new Date(createdAt).toISOString(),
      members: this.projects
        .members(reading, name)
        .map(({ email, addedAt }) => ({ member: email, added: new Date(addedAt).toISOString() })),
      runs: this.projects.runs(reading, name),
    };
  }

  #changeable(reading: Reading, user: CallingUser, project: Project, action: string, self = false): Project {
    if (this.#permits(reading, user, project, action, self)) return project;
    const about = this.#about(reading, user.email, project);
    if (this.policies.signatureMissing(reading, { user, action, project: about, self })) {
      throw new CodedError('STEP_UP_REQUIRED');
    }
    throw new CodedError('ACCESS_DENIED', {
      message: 'Only the owner of a project says who is in it and whose it is.',
      remedy: 'Ask its owner: dq0 project info PROJECT',
    });
  }

  /** Also where nothing but the signature of a passkey is missing. */
  #mayHandOver(reading: Reading, user: CallingUser, project: Project): boolean {
    const action = 'project:hand-over';
    const question = { user, action, project: this.#about(reading, user.email, project) };
    return this.policies.decide(reading, question).permit || this.policies.signatureMissing(reading, question);
  }

  /** Whether a member of this address could change the project, were it theirs. */
  #couldOwn(reading: Reading, name: string, email: string): boolean {
    const person = this.policies.people(reading).find((one) => one.email === email);
    if (person === undefined) return false;
    const user = { id: person.id, email, roles: JSON.parse(person.roles) as Role[], groups: [] };
    const project = { name, owner: email, member: true };
    return this.policies.decide(reading, { user, action: 'project:hand-over', project }).permit;
  }

  /** By its full name, or by the name alone among those of the caller: first one that they own. */
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

  #about(reading: Reading, email: string, { name, owner, orphaned }: Project): AboutProject {
    const member = this.projects.members(reading, name).some((one) => one.email === email);
    return { name, owner, member, orphaned: orphaned === 1 };
  }

  #now(): number {
    return this.clock.now().getTime();
  }
}
