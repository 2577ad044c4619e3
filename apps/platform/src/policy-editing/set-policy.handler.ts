import { setPolicy, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { policyId } from '../policies/own-policy.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { PolicyAccess, siteFacts } from './policy-access.ts';
import { PolicyChanges } from './policy-changes.ts';
import { PolicyDrafts } from './policy-drafts.ts';
import { toRecord } from './policy-records.ts';

@Handles(setPolicy)
export class SetPolicyHandler implements Handler<typeof setPolicy> {
  constructor(
    private readonly access: PolicyAccess,
    private readonly drafts: PolicyDrafts,
    private readonly policies: PoliciesService,
    private readonly changes: PolicyChanges,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CodedError DATASET_UNKNOWN | ACCESS_DENIED | POLICY_INVALID | POLICY_BOUNDS | GROUP_UNKNOWN */
  handle({ place, draft }: Input<typeof setPolicy>, caller: Caller): Output<typeof setPolicy> {
    const { user } = known(caller);
    return this.unitOfWork.write((writing) => {
      const site = this.access.site(writing, user, place, 'policy:set');
      caller.audit.object = place;
      Object.assign(caller.audit.facts, siteFacts(site));
      const sound = this.drafts.read(writing, draft, site.home, this.policies.at(writing, site.home));
      const { version, saved, consequences } = this.changes.make(writing, site, sound, user);
      if (saved === undefined) throw new Error('a policy that was written is not there');
      caller.audit.object = policyId(site.home, sound.name);
      Object.assign(caller.audit.facts, { version, changes: consequences.changes.length });
      return { record: toRecord(site.home, saved), ...consequences };
    });
  }
}
