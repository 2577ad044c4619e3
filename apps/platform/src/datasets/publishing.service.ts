import { Injectable } from '@nestjs/common';
import { sha256Hex } from '@dq0/encryption';
import {
  CodedError,
  isDatabase,
  unreadable,
  type addDataset,
  type DatasetDefinition,
  type ErrorDetail,
  type IngestionAnswer,
  type Output,
} from '@dq0/protocol';
import { AccountsService } from '../ledger/accounts.service.ts';
import { Clock } from '../clock/clock.ts';
import { GroupsService } from '../groups/groups.service.ts';
import { CredentialsService } from '../credentials/credentials.service.ts';
import { UnitOfWork, type Reading, type Writing } from '../database/unit-of-work.ts';
import type { CallingUser } from '../operations/handler.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { ServiceClient, ServiceRefusal } from '../service-link/service-client.ts';
import { DatasetRepository } from './dataset.repository.ts';
import { problem, readDefinition } from './definition-problems.ts';
import { accountOf, contradictions, warnings } from './definition-rules.ts';
import type { Wish } from './preparation.repository.ts';
import { takenName } from './taken-name.ts';

/** Data that were read inside the quarantine and wait for their data set. */
export interface Ingested {
  readonly definition: DatasetDefinition;
  readonly accessSecret: string;
  readonly digests: Readonly<Record<string, string>>;
  readonly notes: Output<typeof addDataset>['notes'];
}

type IngestionOrder = Parameters<ServiceClient['ingest']>[2];
type Problems = (IngestionAnswer & { readonly ok: false })['problems'];

/** Line errors that an owner is shown at once. */
const MOST_LINES = 100;

/** Publishes data sets: all of one or nothing of it. */
@Injectable()
export class PublishingService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly datasets: DatasetRepository,
    private readonly accounts: AccountsService,
    private readonly policies: PoliciesService,
    private readonly credentials: CredentialsService,
    private readonly userGroups: GroupsService,
    private readonly service: ServiceClient,
    private readonly clock: Clock,
  ) {}

  /** Has the files of a definition read, or its database looked at; the platform itself is unchanged. */
  async ingest({ definition, accessSecret, ownerId }: Wish): Promise<Ingested> {
    try {
      const credential = this.unitOfWork.read((reading) => this.credentialOf(reading, definition, { id: ownerId }));
      const order = { definition, accessDigest: await sha256Hex(accessSecret), ...credential };
      const answer = await this.#ingest(definition, order);
      if (!answer.ok) {
        throw new CodedError(answer.trouble ?? 'DATASET_UNREADABLE', { details: lineDetails(answer.problems) });
      }
      const notes = lineDetails(answer.notes).map(({ path, message }) => ({ path, message }));
      return { definition, accessSecret, digests: answer.digests, notes: [...warnings(definition), ...notes] };
    } catch (error) {
      this.abandon(definition);
      throw explain(error);
    }
  }

  /** The same order again joins the reading that it began; another one lies there under a name that was never published. */
  async #ingest({ name, version }: DatasetDefinition, order: IngestionOrder): Promise<IngestionAnswer> {
    try {
      return await this.service.ingest(name, version, order);
    } catch (error) {
      if (!(error instanceof ServiceRefusal) || error.code !== 'DATASET_CONFLICT') throw error;
      await this.service.forgetIngestion(name, version);
      return this.service.ingest(name, version, order);
    }
  }

  /** Makes the ingested data a data set, with its account and grants, in the caller's transaction. */
  publish(
    writing: Writing,
    ingested: Ingested,
    groups: readonly string[],
    owner: CallingUser,
  ): Output<typeof addDataset> {
    const { definition, accessSecret, digests, notes } = ingested;
    const { name, version: dataVersion } = definition;
    try {
      if (this.datasets.byName(writing, name) !== undefined) throw new CodedError('DATASET_EXISTS');
      // Asked again: its owner may have removed it while the service looked at the database.
      this.credentialOf(writing, definition, owner);
      const account = accountOf(definition);
      this.accounts.join(writing, account, owner.id);
      const id = crypto.randomUUID();
      const now = this.clock.now();
      const dataset = {
        id,
        name,
        ownerId: owner.id,
        account: account.name,
        definition,
        metadataVersion: 1,
        dataVersion,
      };
      this.datasets.insert(writing, dataset, now);
      this.datasets.insertVersion(writing, { datasetId: id, version: dataVersion, digests, accessSecret }, now);
      for (const group of groups) this.policies.grant(writing, { datasetId: id, dataset: name, group, by: owner.id });
      return {
        dataset: name,
        state: 'published',
        since: null,
        dataVersion,
        metadataVersion: 1,
        account: account.name,
        notes,
      };
    } catch (error) {
      this.abandon(definition);
      throw error;
    }
  }

  /** Everything that can be said of a definition without its data. @throws CodedError that names every mistake */
  check(text: unknown, groups: readonly string[], owner: CallingUser): DatasetDefinition {
    const read = readDefinition(text);
    if ('problems' in read) throw new CodedError('DATASET_INVALID', { details: read.problems });
    const { definition } = read;
    const details = contradictions(definition);
    if (details.length > 0) throw new CodedError('DATASET_INVALID', { details });
    const message = unreadable(definition.connector);
    if (message !== undefined) {
      throw new CodedError('CONNECTOR_UNAVAILABLE', { details: [{ path: 'connector.type', message }] });
    }
    this.unitOfWork.read((reading) => {
      this.userGroups.require(reading, groups);
      const existing = this.datasets.byName(reading, definition.name);
      if (existing !== undefined) throw takenName(existing, definition, owner.id);
      this.accounts.assertJoinable(reading, accountOf(definition), owner.id);
    });
    return definition;
  }

  /** @throws CodedError DATASET_INVALID, alike for a credential that does not exist and one of another owner */
  credentialOf(
    reading: Reading,
    { connector }: DatasetDefinition,
    owner: Pick<CallingUser, 'id'>,
  ): Pick<IngestionOrder, 'credential'> {
    const { credential: name } = connector;
    if (!isDatabase(connector) || name === undefined) return {};
    const sealed = this.credentials.sealed(reading, owner.id, name);
    if (sealed !== undefined) return { credential: { owner: owner.id, sealed } };
    const message = `expected a credential of yours; store it with: dq0 data credential add ${name}`;
    throw new CodedError('DATASET_INVALID', { details: [problem('connector.credential', message)] });
  }

  /** Forgets what was read for a data set that was not published. */
  abandon({ name, version }: DatasetDefinition): void {
    if (this.unitOfWork.read((reading) => this.datasets.byName(reading, name)) !== undefined) return;
    void this.service.forgetIngestion(name, version).catch(() => undefined);
  }
}

function lineDetails(problems: Problems): ErrorDetail[] {
  return problems.slice(0, MOST_LINES).map(({ table, line, column, reason }) => ({
    path: [
      table === '' ? 'connector' : `tables.${table}`,
      ...(column === null ? [] : [`columns.${column}`]),
      ...(line === null ? [] : [`line ${line}`]),
    ].join(' '),
    message: reason,
  }));
}

/** What the service refuses for good is told to the owner in its words; everything else is its own trouble. */
function explain(error: unknown): unknown {
  if (!(error instanceof ServiceRefusal)) return error;
  const { message, status } = error;
  if (status >= 500) return new CodedError('SERVICE_UNAVAILABLE', { cause: error });
  return new CodedError('DATASET_UNREADABLE', { details: [{ path: 'connector', message }], cause: error });
}
