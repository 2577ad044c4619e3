import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { CodedError, isDatabase, releaseLimits } from '@dq0/protocol';
import type { Reading } from '../database/unit-of-work.ts';
import type { CallingUser } from '../operations/handler.ts';
import { CredentialsService } from '../credentials/credentials.service.ts';
import { PoliciesService, type Decision } from '../policies/policies.service.ts';
import { DatasetRepository } from './dataset.repository.ts';
import { aboutDataset, type Dataset } from './dataset.ts';

type Access =
  | { readonly accessSecret: string; readonly credential?: string }
  /** Why there is no way to the data, in words for the owner. */
  | { readonly missing: string };

/** A release that is thought of: it uses nothing yet. */
const UNUSED = { usedByPerson: 0, usedByPersonAfter: 0, remaining: 1, plugin: { name: 'sql', version: '' } };

/** Which data sets there are for whom. One that a caller may not see does not exist for them. */
@Injectable()
export class DatasetsService {
  readonly #datasets: DatasetRepository;
  readonly #policies: PoliciesService;
  readonly #credentials: CredentialsService;

  constructor(datasets: DatasetRepository, policies: PoliciesService, credentials: CredentialsService) {
    this.#datasets = datasets;
    this.#policies = policies;
    this.#credentials = credentials;
  }

  /** @throws Error when it does not exist; jobs always point to one that does */
  require(reading: Reading, id: string): Dataset {
    const dataset = this.#datasets.byId(reading, id);
    if (dataset === undefined) throw new Error('the data set of a job does not exist');
    return dataset;
  }

  exists(reading: Reading, name: string): boolean {
    return this.#datasets.byName(reading, name) !== undefined;
  }

  /** Whether it may be seen is asked elsewhere. */
  named(reading: Reading, name: string): Dataset | undefined {
    return this.#datasets.byName(reading, name);
  }

  /** Every data set; whether it may be seen is asked elsewhere. */
  all(reading: Reading): Dataset[] {
    return this.#datasets.all(reading);
  }

  /** Whether a data set of somebody else reads this file. */
  isOfOthers(reading: Reading, { id }: CallingUser, file: string): boolean {
    return this.#datasets.all(reading).some(({ ownerId, definition }) => {
      const read = definition.connector.path;
      return ownerId !== id && read !== undefined && path.posix.normalize(read) === path.posix.normalize(file);
    });
  }

  /** Every data set that spends from one of these accounts; whether it may be seen is asked elsewhere. */
  onAccounts(reading: Reading, accounts: readonly string[]): Dataset[] {
    return this.#datasets.all(reading).filter(({ account }) => accounts.includes(account));
  }

  /** What a grant must carry to have this version read; of a database also its credential, which only the service reads. */
  access(reading: Reading, datasetId: string, version: number): Access {
    const accessSecret = this.#datasets.accessSecret(reading, datasetId, version);
    if (accessSecret === undefined) throw new Error('the data version of a job does not exist');
    const { ownerId, definition } = this.require(reading, datasetId);
    const { credential: name } = definition.connector;
    if (!isDatabase(definition.connector) || name === undefined) return { accessSecret };
    const credential = this.#credentials.sealed(reading, ownerId, name);
    const missing = `the credential ${name} is gone; store it again with: dq0 data credential add ${name}`;
    return credential === undefined ? { missing } : { accessSecret, credential };
  }

  seenBy(reading: Reading, user: CallingUser): Dataset[] {
    return this.#datasets.all(reading).filter((dataset) => this.#sees(reading, user, dataset));
  }

  /** @throws CodedError DATASET_UNKNOWN, alike for a data set that is not there and one that may not be seen */
  seen(reading: Reading, user: CallingUser, name: string): Dataset {
    const dataset = this.#datasets.byName(reading, name);
    if (dataset === undefined || !this.#sees(reading, user, dataset)) throw new CodedError('DATASET_UNKNOWN');
    return dataset;
  }

  /** @throws CodedError DATASET_UNKNOWN, or ACCESS_DENIED when it may be seen but not used like this */
  permitted(reading: Reading, user: CallingUser, name: string, action: string): Dataset {
    const dataset = this.seen(reading, user, name);
    if (this.decide(reading, user, dataset, action).permit) return dataset;
    if (!this.decide(reading, user, dataset, 'access:request').permit) throw new CodedError('ACCESS_DENIED');
    throw new CodedError('ACCESS_DENIED', {
      message: 'Its owner has not let you ask this data set.',
      remedy: 'Request access, and say what for and why: dq0 access request NAME',
    });
  }

  /**
   * @throws CodedError DATASET_UNKNOWN, alike for one that is not there, not seen, or seen and not one's own;
   *   STEP_UP_REQUIRED
   */
  owned(reading: Reading, user: CallingUser, name: string, action: string): Dataset {
    const dataset = this.#datasets.byName(reading, name);
    if (dataset === undefined) throw new CodedError('DATASET_UNKNOWN');
    if (this.decide(reading, user, dataset, action).permit) return dataset;
    const signable = this.signatureMissing(reading, user, dataset, action);
    throw new CodedError(signable ? 'STEP_UP_REQUIRED' : 'DATASET_UNKNOWN');
  }

  /** Whether nothing but a signature by a passkey is missing. */
  signatureMissing(reading: Reading, user: CallingUser, dataset: Dataset, action: string): boolean {
    return this.#policies.signatureMissing(reading, { user, action, dataset: aboutDataset(dataset) });
  }

  decide(reading: Reading, user: CallingUser, dataset: Dataset, action: string): Decision {
    return this.#policies.decide(reading, { user, action, dataset: aboutDataset(dataset) });
  }

  /** Whether some release from it is permitted, for some purpose: policies may ask for numbers that no list has. */
  mayAsk(reading: Reading, user: CallingUser, dataset: Dataset): boolean {
    const { epsilonPerRelease: epsilon, deltaPerRelease: delta } = releaseLimits(dataset.definition);
    const release = { ...UNUSED, epsilon, delta };
    const question = { user, action: 'query:run', dataset: aboutDataset(dataset), release };
    return (
      this.#policies.largestEpsilon(reading, question) !== null ||
      this.#policies.purposesFor(reading, question).length > 0
    );
  }

  /** Owners, auditors and groups that are granted something of it; that metadata are public matters only to those. */
  #sees(reading: Reading, user: CallingUser, dataset: Dataset): boolean {
    const about = { ...aboutDataset(dataset), publicMetadata: false };
    return ['dataset:info', 'query:plan', 'access:request'].some(
      (action) => this.#policies.decide(reading, { user, action, dataset: about }).permit,
    );
  }
}
