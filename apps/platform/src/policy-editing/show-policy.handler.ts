import { CodedError, showPolicy, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { policyId } from '../policies/own-policy.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { PLATFORM, PolicyAccess, siteFacts } from './policy-access.ts';
import { shippedRecords, toRecord } from './policy-records.ts';

@Handles(showPolicy)
export class ShowPolicyHandler implements Handler<typeof showPolicy> {
  constructor(
    private readonly access: PolicyAccess,
    private readonly policies: PoliciesService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CodedError DATASET_UNKNOWN | ACCESS_DENIED | POLICY_UNKNOWN */
  handle({ of, version }: Input<typeof showPolicy>, caller: Caller): Output<typeof showPolicy> {
    const { user } = known(caller);
    return this.unitOfWork.read((reading) => {
      const whole = of === PLATFORM || !of.includes('/');
      const site = whole
        ? { ...this.access.site(reading, user, of, 'policy:show'), name: undefined }
        : this.access.policy(reading, user, of, 'policy:show');
      const { home, name } = site;
      caller.audit.object = of;
      Object.assign(caller.audit.facts, siteFacts(site));
      const newest = this.policies.version(reading);
      const at = Math.min(version ?? newest, newest);
      const isMeant = (policy: { readonly name: string }): boolean => name === undefined || policy.name === name;
      const own = this.policies.at(reading, home, at).filter(isMeant);
      const changes = this.policies.history(reading, home, at).filter(isMeant);
      const shipped = home === null ? shippedRecords().filter(({ policy }) => isMeant({ name: policy.slice(1) })) : [];
      if (name !== undefined && changes.length + shipped.length === 0) throw new CodedError('POLICY_UNKNOWN');
      return {
        of,
        version: at,
        policies: [...own.map((policy) => toRecord(home, policy)), ...shipped],
        history: changes.map((change) => ({
          version: change.version,
          policy: policyId(home, change.name),
          change: change.text === null ? ('removed' as const) : ('set' as const),
          by: change.by,
          at: new Date(change.at).toISOString(),
        })),
      };
    });
  }
}
