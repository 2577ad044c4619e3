import { Injectable } from '@nestjs/common';
import type { Reading } from '../database/unit-of-work.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { DatasetsService } from '../datasets/datasets.service.ts';
import type { AuditFacts, CallingUser } from '../operations/handler.ts';
import type { PolicyHome } from '../policies/own-policy.ts';
import { PoliciesService } from '../policies/policies.service.ts';

export const PLATFORM = '/';

/** Where policies stand, for somebody who may do this with them there. */
export interface PolicySite {
  readonly home: PolicyHome;
  /** undefined: the platform. */
  readonly dataset: Dataset | undefined;
}

/** From the name of a place to the policies there, for those who may. To all others it does not exist. */
@Injectable()
export class PolicyAccess {
  constructor(
    private readonly datasets: DatasetsService,
    private readonly policies: PoliciesService,
  ) {}

  /** @throws CodedError DATASET_UNKNOWN, alike for one that is not there and one of somebody else; ACCESS_DENIED for the platform; STEP_UP_REQUIRED */
  site(reading: Reading, user: CallingUser, place: string, action: string): PolicySite {
    if (place === PLATFORM) {
      this.policies.require(reading, { user, action });
      return { home: null, dataset: undefined };
    }
    return siteOf(this.datasets.owned(reading, user, place, action));
  }

  /** The site and the name of a policy. @throws CodedError as `site` */
  policy(reading: Reading, user: CallingUser, id: string, action: string): PolicySite & { readonly name: string } {
    const { place, name } = splitId(id);
    return { ...this.site(reading, user, place, action), name };
  }

  /** Every place whose policies this caller may read. */
  all(reading: Reading, user: CallingUser): PolicySite[] {
    const platform = this.policies.decide(reading, { user, action: 'policy:show' }).permit;
    const readable = this.datasets
      .all(reading)
      .filter((dataset) => this.datasets.decide(reading, user, dataset, 'policy:show').permit);
    return [...(platform ? [{ home: null, dataset: undefined }] : []), ...readable.map(siteOf)];
  }
}

/** `census/labour-study` is one policy; without a name it is a place. */
export function splitId(id: string): { readonly place: string; readonly name: string } {
  const at = id.indexOf('/');
  return { place: at === 0 ? PLATFORM : id.slice(0, at), name: id.slice(at + 1) };
}

/** Facts of an audit row: a data set lets its owner find the row. */
export function siteFacts({ dataset }: PolicySite): AuditFacts {
  return dataset === undefined ? {} : { dataset: dataset.name };
}

function siteOf(dataset: Dataset): PolicySite {
  return { home: { datasetId: dataset.id, dataset: dataset.name }, dataset };
}
