import { listPolicies, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork, type Reading } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { PolicyAccess, type PolicySite } from './policy-access.ts';
import { shippedRecords, toRecord } from './policy-records.ts';

@Handles(listPolicies)
export class ListPoliciesHandler implements Handler<typeof listPolicies> {
  constructor(
    private readonly access: PolicyAccess,
    private readonly policies: PoliciesService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle({ place }: Input<typeof listPolicies>, caller: Caller): Output<typeof listPolicies> {
    const { user } = known(caller);
    return this.unitOfWork.read((reading) => {
      const sites =
        place === undefined ? this.access.all(reading, user) : [this.access.site(reading, user, place, 'policy:show')];
      const policies = sites.flatMap((site) => this.#at(reading, site));
      return { version: this.policies.version(reading), policies };
    });
  }

  #at(reading: Reading, { home }: PolicySite) {
    const own = this.policies.at(reading, home).map((policy) => toRecord(home, policy));
    return home === null ? [...own, ...shippedRecords()] : own;
  }
}
