import { CodedError, removePolicy, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { PolicyAccess, siteFacts } from './policy-access.ts';
import { PolicyChanges } from './policy-changes.ts';

@Handles(removePolicy)
export class RemovePolicyHandler implements Handler<typeof removePolicy> {
  constructor(
    private readonly access: PolicyAccess,
    private readonly policies: PoliciesService,
    private readonly changes: PolicyChanges,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CodedError DATASET_UNKNOWN | ACCESS_DENIED | POLICY_UNKNOWN */
  handle({ policy }: Input<typeof removePolicy>, caller: Caller): Output<typeof removePolicy> {
    const { user } = known(caller);
    return this.unitOfWork.write((writing) => {
      const site = this.access.policy(writing, user, policy, 'policy:remove');
      caller.audit.object = policy;
      Object.assign(caller.audit.facts, siteFacts(site));
      const present = this.policies.at(writing, site.home).some(({ name }) => name === site.name);
      if (!present) throw new CodedError('POLICY_UNKNOWN');
      const { version, consequences } = this.changes.make(writing, site, { name: site.name, text: null }, user);
      Object.assign(caller.audit.facts, { version, changes: consequences.changes.length });
      return { policy, version, ...consequences };
    });
  }
}
