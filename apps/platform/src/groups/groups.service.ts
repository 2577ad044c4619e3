import { CodedError, ROLES } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import { GroupsRepository, type Group } from './groups.repository.ts';

/** The tester asks about each, and holds everything else up meanwhile. */
const MOST_GROUPS = 100;

/** Groups beside the roles: administrators put people in, owners grant to them. */
@Injectable()
export class GroupsService {
  constructor(
    private readonly groups: GroupsRepository,
    private readonly clock: Clock,
  ) {}

  /** @param by id of the user who makes it. @throws CodedError GROUP_EXISTS | GROUPS_FULL */
  create(writing: Writing, name: string, by: string): void {
    const names = this.names(writing);
    if (names.includes(name)) throw new CodedError('GROUP_EXISTS');
    if (names.length >= MOST_GROUPS) throw new CodedError('GROUPS_FULL');
    this.groups.insert(writing, { name, by, at: this.clock.now().getTime() });
  }

  list(reading: Reading): Group[] {
    return this.groups.list(reading);
  }

  names(reading: Reading): string[] {
    return this.groups.names(reading);
  }

  /** What can be granted to: the roles and the groups beside them. @throws CodedError GROUP_UNKNOWN */
  require(reading: Reading, names: readonly string[]): void {
    const known: readonly string[] = [...ROLES, ...this.names(reading)];
    if (!names.every((name) => known.includes(name))) throw new CodedError('GROUP_UNKNOWN');
  }

  ofUser(reading: Reading, userId: string): readonly string[] {
    return this.groups.memberships(reading, userId).get(userId) ?? [];
  }

  ofAll(reading: Reading): ReadonlyMap<string, readonly string[]> {
    return this.groups.memberships(reading, null);
  }

  /** The groups of a user from now on. @throws CodedError GROUP_UNKNOWN */
  assign(writing: Writing, userId: string, groups: readonly string[]): void {
    this.require(writing, groups);
    this.groups.replace(writing, userId, groups);
  }
}
