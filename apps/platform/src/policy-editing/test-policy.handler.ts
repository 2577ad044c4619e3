import { GRANTABLE, type Statement } from '@dq0/permissions';
import { CodedError, testPolicy, type Input, type Output } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Reading } from '../database/unit-of-work.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { GroupsService } from '../groups/groups.service.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { PolicyAccess, siteFacts } from './policy-access.ts';
import { PolicyDrafts } from './policy-drafts.ts';
import { PolicyTester, type Subject } from './policy-tester.ts';

const USUAL_ACTIONS = ['query:plan', 'query:run'];

@Handles(testPolicy)
export class TestPolicyHandler implements Handler<typeof testPolicy> {
  constructor(
    private readonly access: PolicyAccess,
    private readonly drafts: PolicyDrafts,
    private readonly policies: PoliciesService,
    private readonly tester: PolicyTester,
    private readonly groups: GroupsService,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CodedError DATASET_UNKNOWN | USER_UNKNOWN | GROUP_UNKNOWN | POLICY_INVALID | POLICY_BOUNDS | INPUT_INVALID */
  handle(input: Input<typeof testPolicy>, caller: Caller): Output<typeof testPolicy> {
    const { user } = known(caller);
    const { dataset: name, draft, epsilon, at, purpose, authentication } = input;
    return this.unitOfWork.read((reading) => {
      const site = this.access.site(reading, user, name, 'policy:test');
      caller.audit.object = name;
      Object.assign(caller.audit.facts, siteFacts(site));
      const { home, dataset } = site;
      if (home === null || dataset === undefined) throw new CodedError('DATASET_UNKNOWN');
      const present = this.policies.at(reading, home);
      const now = this.tester.statements(reading, home);
      const after =
        draft === undefined
          ? undefined
          : this.tester.with(reading, home, this.drafts.with(present, this.drafts.read(reading, draft, home, present)));
      const { listed, more } = this.#meant(reading, dataset, input, [...now, ...(after ?? [])]);
      const occasion = { epsilon, at, purpose, ...(authentication === undefined ? {} : { authentication }) };
      const stands = this.tester.asker(reading, dataset, now, occasion);
      const drafted = after === undefined ? undefined : this.tester.asker(reading, dataset, after, occasion);
      const rows = listed.flatMap((subject) =>
        actionsOf(input).map((action) => ({
          kind: subject.kind,
          who: subject.who,
          action,
          now: stands(subject, action),
          after: drafted?.(subject, action) ?? null,
        })),
      );
      return { dataset: name, at: at ?? this.clock.now().toISOString(), epsilon: epsilon ?? null, rows, more };
    });
  }

  #meant(
    reading: Reading,
    dataset: Dataset,
    { user, group }: Input<typeof testPolicy>,
    statements: readonly Statement[],
  ): { listed: Subject[]; more: number } {
    if (user !== undefined && group !== undefined) throw invalid('group', 'name either a user or a group');
    if (group !== undefined) this.groups.require(reading, [group]);
    if (user !== undefined) {
      const person = this.tester.person(reading, dataset, user);
      if (person === undefined) throw new CodedError('USER_UNKNOWN');
      return { listed: [person], more: 0 };
    }
    const { listed, more } = this.tester.subjects(reading, dataset, statements);
    return group === undefined ? { listed, more } : { listed: listed.filter(({ who }) => who === group), more: 0 };
  }
}

function actionsOf({ action }: Input<typeof testPolicy>): readonly string[] {
  if (action === undefined) return USUAL_ACTIONS;
  if ((GRANTABLE as readonly string[]).includes(action)) return [action];
  throw invalid('action', `own policies say nothing about it; one of ${GRANTABLE.join(', ')}`);
}

function invalid(path: string, message: string): CodedError {
  return new CodedError('INPUT_INVALID', { details: [{ path, message }] });
}
