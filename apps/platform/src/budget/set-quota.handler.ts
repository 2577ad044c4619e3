import { CodedError, setQuota, type Input, type Output } from '@dq0/protocol';
import { datasetFacts } from '../audit/dataset-facts.ts';
import type { QuotaSubject } from '../ledger/quota.ts';
import { QuotasService } from '../ledger/quotas.service.ts';
import { UnitOfWork, type Reading } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { GroupsService } from '../groups/groups.service.ts';
import { BudgetAccess } from './budget-access.ts';
import { QuotaRecords } from './quota-records.ts';

@Handles(setQuota)
export class SetQuotaHandler implements Handler<typeof setQuota> {
  constructor(
    private readonly access: BudgetAccess,
    private readonly quotas: QuotasService,
    private readonly records: QuotaRecords,
    private readonly groups: GroupsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle({ name, share, ...whom }: Input<typeof setQuota>, caller: Caller): Output<typeof setQuota> {
    const { user } = known(caller);
    return this.unitOfWork.write((writing) => {
      const { account, datasets } = this.access.owned(writing, user, name, 'budget:quota');
      caller.audit.object = account.name;
      caller.audit.facts = datasetFacts(datasets.map((dataset) => dataset.name));
      const quota = { ...this.#subject(writing, whom), share };
      this.quotas.set(writing, account, quota, user.id);
      const record = this.records.record(writing, account, quota);
      Object.assign(caller.audit.facts, { kind: record.kind, subject: record.subject, share });
      return { account: account.name, quota: record };
    });
  }

  #subject(
    reading: Reading,
    { user: email, group, project }: Pick<Input<typeof setQuota>, 'user' | 'group' | 'project'>,
  ): QuotaSubject {
    if ([email, group, project].filter((named) => named !== undefined).length !== 1) {
      const message = 'name either a user, a group or a project';
      throw new CodedError('INPUT_INVALID', { details: [{ path: '', message, example: '--group data-scientist' }] });
    }
    // An owner may be no member, so nothing is told of whether there is one.
    if (project !== undefined) return { kind: 'project', subject: project };
    if (group !== undefined) {
      this.groups.require(reading, [group]);
      return { kind: 'group', subject: group };
    }
    const id = this.quotas.userId(reading, email ?? '');
    if (id === undefined) throw new CodedError('USER_UNKNOWN');
    return { kind: 'user', subject: id };
  }
}
