import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { canonicalJson, randomToken } from '@dq0/encryption';
import { CodedError, type addDataset, type Input, type Output, type Role } from '@dq0/protocol';
import { UnixSocketError } from '@dq0/node/http';
import { AuditService } from '../audit/audit.service.ts';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Reading, type Writing } from '../database/unit-of-work.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { codedError } from '../operations/reply-body.ts';
import type { CallingUser } from '../operations/handler.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { readDefinition } from './definition-problems.ts';
import { PreparationRepository, type Wish } from './preparation.repository.ts';
import { PublishingService, type Ingested } from './publishing.service.ts';

type Published = Output<typeof addDataset>;
type Outcome = { readonly ingested: Ingested } | { readonly published: Published } | { readonly error: unknown };

/** One reading of data, and what came of it. */
export interface Preparation {
  readonly wish: Wish;
  /** Never fails: its outcome says what came of it. */
  readonly work: Promise<void>;
  outcome: Outcome | undefined;
  /** It is published when its data were read, whoever waits: its wish is in the database. */
  lasting: boolean;
}

/** Most data are read sooner, and no device gives up so soon. */
const HOLD_MS = 15_000;
/** What came of a reading is kept so long for who asks next; read data that nobody published are then forgotten. */
const KEPT_MS = 60_000;
/** A service that is away is asked again after so long. */
const RETRY_MS = 5000;

/** Has data read for their data set, however long that takes: requests join the reading, and it outlives them. */
@Injectable()
export class PreparingService implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Longest that one request waits for data to be read, milliseconds. */
  holdMs = HOLD_MS;
  readonly #preparations = new Map<string, Preparation>();
  readonly #stopped = new AbortController();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly wishes: PreparationRepository,
    private readonly publishing: PublishingService,
    private readonly policies: PoliciesService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
  ) {}

  /** Takes up what an earlier run did not end. */
  onApplicationBootstrap(): void {
    for (const wish of this.unitOfWork.read((reading) => this.wishes.all(reading))) this.#begin(wish, true);
  }

  onApplicationShutdown(): void {
    this.#stopped.abort();
  }

  /**
   * Begins to read the data that a definition names, or joins who reads them already, and waits a while.
   * @throws CodedError DATASET_BUSY, what `check` throws, or what came of the reading
   */
  async prepare({ definition: text, groups }: Input<typeof addDataset>, owner: CallingUser): Promise<Preparation> {
    const preparation = this.#joined(text, groups, owner) ?? this.#begun(text, groups, owner);
    await Promise.race([preparation.work, this.#pause(this.holdMs)]);
    const { outcome } = preparation;
    if (outcome === undefined || !('error' in outcome)) return preparation;
    this.#forget(preparation);
    throw outcome.error;
  }

  /** Publishes what was read, in the caller's transaction; what is not read yet is published when it is. */
  conclude(writing: Writing, preparation: Preparation, owner: CallingUser): Published {
    const { outcome, wish } = preparation;
    if (outcome === undefined) return this.#leave(writing, preparation);
    if ('error' in outcome) throw outcome.error;
    try {
      const published =
        'published' in outcome
          ? outcome.published
          : this.publishing.publish(writing, outcome.ingested, wish.groups, owner);
      this.unitOfWork.afterCommit(() => {
        preparation.outcome = { published };
        this.#forget(preparation);
      });
      return published;
    } catch (error) {
      this.#forget(preparation);
      throw error;
    }
  }

  #joined(text: unknown, groups: readonly string[], { id }: CallingUser): Preparation | undefined {
    const read = readDefinition(text);
    if (!('definition' in read)) return undefined;
    const found = this.#preparations.get(read.definition.name);
    if (found === undefined) return undefined;
    const asked = { definition: read.definition, groups: [...groups], ownerId: id };
    const { definition, groups: given, ownerId } = found.wish;
    if (canonicalJson(asked) === canonicalJson({ definition, groups: [...given], ownerId })) return found;
    // What ended without a data set holds its name no longer.
    if (found.outcome !== undefined && !('ingested' in found.outcome)) return undefined;
    throw new CodedError('DATASET_BUSY');
  }

  #begun(text: unknown, groups: readonly string[], owner: CallingUser): Preparation {
    const definition = this.publishing.check(text, groups, owner);
    this.unitOfWork.read((reading) => this.publishing.credentialOf(reading, definition, owner));
    const begunAt = this.clock.now().getTime();
    return this.#begin({ ownerId: owner.id, definition, groups, accessSecret: randomToken(), begunAt }, false);
  }

  #begin(wish: Wish, lasting: boolean): Preparation {
    const { promise: work, resolve: ended } = Promise.withResolvers<undefined>();
    const preparation: Preparation = { wish, work, outcome: undefined, lasting };
    this.#preparations.set(wish.definition.name, preparation);
    void this.#read(preparation).finally(() => ended(undefined));
    return preparation;
  }

  async #read(preparation: Preparation): Promise<void> {
    const { wish } = preparation;
    let outcome: Outcome;
    for (;;) {
      try {
        outcome = { ingested: await this.publishing.ingest(wish) };
        break;
      } catch (error) {
        outcome = { error };
        if (!preparation.lasting || !isAway(error)) break;
        await this.#pause(RETRY_MS);
      }
      if (this.#stopped.signal.aborted) return;
    }
    if (this.#stopped.signal.aborted) return;
    preparation.outcome = outcome;
    if (preparation.lasting) this.#settle(preparation);
    void this.#pause(KEPT_MS).then(() => this.#forget(preparation));
  }

  /** Nobody waits any longer: the wish is kept, and the reading goes on. */
  #leave(writing: Writing, preparation: Preparation): Published {
    const { definition, begunAt } = preparation.wish;
    if (!preparation.lasting) {
      this.wishes.insert(writing, preparation.wish);
      this.unitOfWork.afterCommit(() => {
        preparation.lasting = true;
        if (preparation.outcome !== undefined) this.#settle(preparation);
      });
    }
    const { name: dataset, version: dataVersion, account } = definition;
    const since = new Date(begunAt).toISOString();
    return { dataset, state: 'preparing', since, dataVersion, metadataVersion: 1, account, notes: [] };
  }

  /** Publishes what was read, or says in the audit log why not; either ends the wish. */
  #settle(preparation: Preparation): void {
    const { outcome, wish } = preparation;
    try {
      if (outcome !== undefined && 'ingested' in outcome) {
        preparation.outcome = { published: this.unitOfWork.write((writing) => this.#publish(writing, wish, outcome)) };
      } else if (outcome !== undefined && 'error' in outcome) {
        this.#giveUp(wish, outcome.error);
      }
    } catch (error) {
      preparation.outcome = { error };
      this.publishing.abandon(wish.definition);
      this.#giveUp(wish, error);
    }
  }

  #giveUp(wish: Wish, reason: unknown): void {
    try {
      this.unitOfWork.write((writing) => this.#end(writing, wish, codedError(reason).code));
    } catch (error) {
      // The store refused (a full disk): the wish is still there, and is taken up by the next start.
      this.log.error('PREPARATION_KEPT', { error });
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return pause(milliseconds, undefined, { signal: this.#stopped.signal, ref: false }).catch(() => undefined);
  }

  #publish(writing: Writing, wish: Wish, { ingested }: { readonly ingested: Ingested }): Published {
    const owner = this.#owner(writing, wish.ownerId);
    const permitted = owner && this.policies.mayAtAll(writing, owner, 'dataset:add').permit;
    if (owner === undefined || !permitted) throw new CodedError('ACCESS_DENIED');
    const published = this.publishing.publish(writing, ingested, wish.groups, owner);
    this.#end(writing, wish, 'done');
    return published;
  }

  #end(writing: Writing, { ownerId, definition, groups }: Wish, outcome: string): void {
    const { name: dataset, version: dataVersion } = definition;
    this.wishes.remove(writing, dataset);
    this.audit.append(writing, {
      actor: this.#owner(writing, ownerId)?.email ?? 'platform',
      action: 'dataset:add',
      object: dataset,
      outcome,
      facts: { dataset, dataVersion, groups: groups.join(' '), state: outcome === 'done' ? 'published' : 'failed' },
    });
  }

  #owner(reading: Reading, ownerId: string): CallingUser | undefined {
    const found = this.policies.people(reading).find(({ id }) => id === ownerId);
    if (found === undefined) return undefined;
    const { id, email, roles, groups } = found;
    return { id, email, roles: JSON.parse(roles) as Role[], groups: JSON.parse(groups) as string[] };
  }

  #forget(preparation: Preparation): void {
    const { name } = preparation.wish.definition;
    if (this.#stopped.signal.aborted) return;
    if (this.#preparations.get(name) === preparation) this.#preparations.delete(name);
    if (preparation.outcome !== undefined && 'ingested' in preparation.outcome) {
      this.publishing.abandon(preparation.wish.definition);
    }
  }
}

/** The service did not answer at all, or went while it read; what it says itself is final. */
function isAway(error: unknown): boolean {
  const { cause } = codedError(error);
  return cause instanceof UnixSocketError && cause.code !== 'SOCKET_TIMEOUT';
}
