import { fingerprintGroups } from '@dq0/encryption';
import { CodedError, type approveUser, type Input, type Role, type UserRecord } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Reading, type Writing } from '../database/unit-of-work.ts';
import { GroupsService } from '../groups/groups.service.ts';
import { MailService } from '../mail/mail.service.ts';
import type { KnownCaller } from '../operations/handler.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { ConfirmationCodesRepository } from './confirmation-codes.repository.ts';
import { approvedMail, rejectedMail } from './registration-mail.ts';
import { SessionsRepository } from './sessions.repository.ts';
import { UsersRepository, type User, type UserState } from './users.repository.ts';

/** As what an applicant is let in. */
type Admission = Omit<Input<typeof approveUser>, 'email'>;

/** People decide about people: who waits, who is let in, turned away or ended. */
@Injectable()
export class UsersService {
  readonly #clock: Clock;
  readonly #unitOfWork: UnitOfWork;
  readonly #policies: PoliciesService;
  readonly #mail: MailService;
  readonly #users: UsersRepository;
  readonly #codes: ConfirmationCodesRepository;
  readonly #sessions: SessionsRepository;
  readonly #groups: GroupsService;

  constructor(
    clock: Clock,
    unitOfWork: UnitOfWork,
    policies: PoliciesService,
    mail: MailService,
    users: UsersRepository,
    codes: ConfirmationCodesRepository,
    sessions: SessionsRepository,
    groups: GroupsService,
  ) {
    this.#clock = clock;
    this.#unitOfWork = unitOfWork;
    this.#policies = policies;
    this.#mail = mail;
    this.#users = users;
    this.#codes = codes;
    this.#sessions = sessions;
    this.#groups = groups;
  }

  list(state: UserState | undefined): UserRecord[] {
    return this.#unitOfWork.read((reading) => {
      const groups = this.#groups.ofAll(reading);
      return this.#users.list(reading, state ?? null).map((user) => toRecord(user, groups.get(user.id) ?? []));
    });
  }

  /** How many wait for a decision. */
  waiting(reading: Reading): number {
    return this.#users.list(reading, 'waiting').length;
  }

  /** @throws CodedError USER_UNKNOWN | USER_STATE | FINGERPRINT_MISMATCH | ACCESS_DENIED | GROUP_UNKNOWN | STEP_UP_REQUIRED */
  approve(caller: KnownCaller, email: string, { role, groups = [], fingerprint }: Admission): UserRecord {
    return this.#unitOfWork.write((writing) => {
      if (groups.length > 0) this.#require(writing, caller, 'user:groups', email);
      const user = this.#require(writing, caller, 'user:approve', email, role);
      if (fingerprint !== undefined && digits(fingerprint) !== digits(fingerprintGroups(user.device))) {
        throw new CodedError('FINGERPRINT_MISMATCH');
      }
      if (user.state !== 'waiting') throw new CodedError('USER_STATE');
      this.#mail.queue(writing, approvedMail(email, role));
      this.#assign(writing, caller, user, groups);
      return this.#change(writing, { ...user, state: 'approved', roles: [role] });
    });
  }

  /** @throws CodedError USER_UNKNOWN | USER_STATE | ACCESS_DENIED | STEP_UP_REQUIRED */
  reject(caller: KnownCaller, email: string): UserRecord {
    return this.#unitOfWork.write((writing) => {
      const user = this.#require(writing, caller, 'user:reject', email);
      if (user.state !== 'waiting' && user.state !== 'registered') throw new CodedError('USER_STATE');
      this.#codes.removeOfUser(writing, user.id);
      this.#mail.queue(writing, rejectedMail(email));
      this.#assign(writing, caller, user, []);
      return this.#change(writing, { ...user, state: 'rejected', roles: [] });
    });
  }

  /** Sessions end with the commit. @throws CodedError USER_UNKNOWN | USER_STATE | ACCESS_DENIED | STEP_UP_REQUIRED */
  disable(caller: KnownCaller, email: string): UserRecord {
    return this.#unitOfWork.write((writing) => {
      const user = this.#require(writing, caller, 'user:disable', email);
      if (user.state !== 'approved') throw new CodedError('USER_STATE');
      this.#sessions.removeOfUser(writing, user.id);
      this.#assign(writing, caller, user, []);
      return this.#change(writing, { ...user, state: 'disabled', roles: [] });
    });
  }

  /** They hold from the next message on. @throws CodedError USER_UNKNOWN | USER_STATE | ACCESS_DENIED | STEP_UP_REQUIRED */
  setRoles(caller: KnownCaller, email: string, roles: readonly Role[]): UserRecord {
    return this.#unitOfWork.write((writing) => {
      const user = this.#require(writing, caller, 'user:roles', email);
      if (user.state !== 'approved') throw new CodedError('USER_STATE');
      Object.assign(caller.audit.facts, { before: user.roles.join(' '), after: roles.join(' ') });
      return this.#change(writing, { ...user, roles });
    });
  }

  /** They hold from the next message on. @throws CodedError USER_UNKNOWN | USER_STATE | ACCESS_DENIED | GROUP_UNKNOWN | STEP_UP_REQUIRED */
  setGroups(caller: KnownCaller, email: string, groups: readonly string[]): UserRecord {
    return this.#unitOfWork.write((writing) => {
      const user = this.#require(writing, caller, 'user:groups', email);
      if (user.state !== 'approved') throw new CodedError('USER_STATE');
      this.#assign(writing, caller, user, groups);
      return toRecord(user, this.#groups.ofUser(writing, user.id));
    });
  }

  #assign(writing: Writing, { audit }: KnownCaller, { id }: User, groups: readonly string[]): void {
    const before = this.#groups.ofUser(writing, id);
    if (before.length > 0 || groups.length > 0) {
      Object.assign(audit.facts, { groupsBefore: before.join(' '), groupsAfter: groups.join(' ') });
    }
    this.#groups.assign(writing, id, groups);
  }

  #require(reading: Reading, caller: KnownCaller, action: string, email: string, role?: Role): User {
    caller.audit.object = email;
    if (role !== undefined) caller.audit.facts['role'] = role;
    const user = this.#users.byEmail(reading, email);
    const self = user?.id === caller.user.id;
    const question = { user: caller.user, action, self, ...(role === undefined ? {} : { role }) };
    this.#policies.require(reading, question);
    if (user === undefined) throw new CodedError('USER_UNKNOWN');
    caller.audit.facts['fingerprint'] = fingerprintGroups(user.device);
    return user;
  }

  #change(writing: Writing, user: User): UserRecord {
    const changed = { ...user, since: this.#clock.now().getTime() };
    this.#users.update(writing, changed);
    return toRecord(changed, this.#groups.ofUser(writing, user.id));
  }
}

function digits(fingerprint: string): string {
  return fingerprint.replace(/\D/g, '');
}

function toRecord({ email, state, roles, device, since }: User, groups: readonly string[]): UserRecord {
  const fingerprint = fingerprintGroups(device);
  return { email, state, roles: [...roles], groups: [...groups], fingerprint, since: new Date(since).toISOString() };
}
