import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@dq0/node/logging';
import type { JobFile } from '@dq0/protocol';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { z } from 'zod';
import { CellCache } from '../cells/index.ts';
import { LOGGER } from '../config/index.ts';
import { FetchError, Fetcher, SourceFetcher } from '../connectors/index.ts';
import { Executor, type JobLimits, type RunEntry } from '../executors/index.ts';
import { toFailure } from '../failures/index.ts';
import { DataVersions } from '../ingestion/index.ts';
import { GrantsService } from '../orders/index.ts';
import { PluginCatalog } from '../plugin-catalog/index.ts';
import { FileStore, Spool, type Attempt, type AttemptId, type NewEvent } from '../spool/index.ts';
import { RunPools } from './run-pools.ts';

const mebibyte = 2 ** 20;
const retryMilliseconds = 1000;
/** A run whose supervisor ends before it has noted its job may be begun anew this often. */
const mostBeginnings = 3;

/**
 * Takes one attempt from wherever it stands to its end. Every step begins from what is on the disk, so a service that
 * was started anew goes on in the same way; the plugin is told its job in one place only, behind `spool.begin`.
 */
@Injectable()
export class AttemptRunner implements OnModuleDestroy {
  private closed = false;
  readonly #running = new Map<string, Promise<void>>();

  constructor(
    private readonly spool: Spool,
    private readonly files: FileStore,
    private readonly grants: GrantsService,
    private readonly catalog: PluginCatalog,
    private readonly data: DataVersions,
    private readonly cells: CellCache,
    private readonly fetcher: Fetcher,
    private readonly sources: SourceFetcher,
    private readonly executor: Executor,
    private readonly pools: RunPools,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** The spool is about to be closed: what runs goes on under its supervisor and is taken up at the next start. */
  onModuleDestroy(): void {
    this.closed = true;
  }

  /** Runs the attempt to its end; one that is on its way already is only waited for. */
  run(id: AttemptId): Promise<void> {
    const key = `${id.job}/${id.attempt}`;
    const known = this.#running.get(key);
    if (known) return known;
    const work = this.#toItsEnd(id).finally(() => this.#running.delete(key));
    this.#running.set(key, work);
    return work;
  }

  async #toItsEnd(id: AttemptId): Promise<void> {
    for (let begun = 0; ;) {
      const attempt = this.#find(id);
      try {
        if (attempt?.phase === 'picked') await this.#waitForGrant(attempt);
        else if (attempt?.phase === 'granted' && begun === mostBeginnings)
          this.#fail(attempt, 'The job cannot be begun.');
        else if (attempt?.phase === 'granted') {
          begun += 1;
          await this.#begin(attempt);
        } else if (attempt?.phase === 'running') await this.#follow(attempt);
        else return;
      } catch (error) {
        this.logger.error('ATTEMPT_FAILED', { job: id.job, attempt: id.attempt, error });
        await this.#giveUp(id, error);
      }
    }
  }

  /** Fails the attempt, unless only the spool's own disk is full: what a running plugin makes then waits for room. */
  async #giveUp(id: AttemptId, error: unknown): Promise<void> {
    try {
      const attempt = this.#find(id);
      const full = toFailure(error).code === 'STORE_FULL';
      if (attempt && !(full && attempt.phase === 'running')) {
        this.#fail(attempt, reasonOf(error));
        return;
      }
    } catch (again) {
      this.logger.error('SPOOL_FAILED', { job: id.job, attempt: id.attempt, error: again });
    }
    await pause(retryMilliseconds);
  }

  #find(id: AttemptId): Attempt | undefined {
    return this.closed ? undefined : this.spool.find(id);
  }

  async #waitForGrant(attempt: Attempt): Promise<void> {
    if (await this.grants.wait(attempt)) return;
    this.#fail(attempt, 'No grant came in time.');
  }

  async #begin(attempt: Attempt): Promise<void> {
    const { order } = attempt;
    const plugin = this.catalog.get(order.plugin.name, order.plugin.digest);
    this.data.assertReadable(order.dataset, order.dataVersion);
    const run = await this.pools.take(plugin);
    try {
      const inputs = await this.#fetch(attempt, run.inputs);
      const job: z.infer<typeof JobFile> = {
        protocol: 1,
        job: order.job,
        attempt: order.attempt,
        plan: order.plan,
        inputs: Object.fromEntries(
          Object.entries(inputs).map(([name, file]) => [name, path.posix.join(run.inside.inputs, file)]),
        ),
        output: run.inside.outputs,
      };
      const file = path.join(run.inputs, 'job.json');
      writeFileSync(`${file}.part`, JSON.stringify(job), { mode: 0o644 });
      renameSync(`${file}.part`, file);
    } catch (error) {
      await this.executor.discard(run.name);
      throw error;
    }
    const ready = await this.executor.ready(run.name);
    if (ready && this.spool.begin(attempt, run.name)) this.executor.start(run.name, this.#limits(attempt));
    else await this.executor.discard(run.name);
  }

  /** File name per statement name, in a folder. */
  #fetch({ order, credential }: Attempt, output: string): Promise<Readonly<Record<string, string>>> {
    const { statements } = order.plan;
    const names = [...new Set(statements.flatMap(({ tables }) => tables))];
    const place = this.data.place(order.dataset, order.dataVersion, names);
    const request = { statements, output, mostBytes: order.limits.diskMiB * mebibyte };
    if (place.kind === 'files') {
      const { folder, tables } = place;
      return this.cells.cells(folder, statements, output, () => this.fetcher.fetch({ ...request, tables }));
    }
    return this.sources.fetch({ ...request, place, credential });
  }

  async #follow(attempt: Attempt): Promise<void> {
    const run = attempt.runFolder;
    if (run === null) throw new Error('A running attempt has a run folder.');
    let offset = attempt.runOffset;
    for (;;) {
      const reading = await this.executor.watch(run, offset);
      if (this.#find(attempt)?.phase !== 'running') return;
      const last = reading.entries.find(({ type }) => type === 'finished' || type === 'failed');
      const passing = reading.entries.flatMap((entry): NewEvent[] => {
        if (entry.type === 'assigned') return [{ type: 'started', sandbox: this.executor.kind }];
        return entry.type === 'progress' ? [entry] : [];
      });
      // A last word is written together with what came before it: the record is never marked as read beyond its events.
      if (last?.type === 'finished') {
        this.#finish(attempt, run, passing, last);
        return;
      }
      if (last?.type === 'failed') {
        this.#fail(attempt, last.reason, passing);
        return;
      }
      if (passing.length > 0) this.spool.progress(attempt, passing, reading.offset);
      offset = reading.offset;
      if (reading.ended) {
        await this.#abandon(attempt, run, offset);
        return;
      }
    }
  }

  /** The supervisor is gone without a last word. What it never noted it never told the plugin, and only that may begin anew. */
  async #abandon(attempt: Attempt, run: string, offset: number): Promise<void> {
    if (offset > 0) this.#fail(attempt, 'The supervisor of the job ended.');
    else {
      this.spool.rewind(attempt);
      await this.executor.discard(run);
    }
  }

  #finish(
    attempt: Attempt,
    run: string,
    passing: readonly NewEvent[],
    last: Extract<RunEntry, { type: 'finished' }>,
  ): void {
    for (const { sha256 } of last.artifacts) this.files.adopt(this.executor.kept(run, sha256), sha256);
    const { artifacts, noise } = last;
    this.spool.finish(attempt, artifacts, [...passing, { type: 'finished', artifacts, noise }]);
    this.#cleanUp(run);
  }

  #fail(attempt: Attempt, reason: string, passing: readonly NewEvent[] = []): void {
    this.spool.fail(attempt, reason, passing);
    if (attempt.runFolder !== null) this.#cleanUp(attempt.runFolder);
  }

  #cleanUp(run: string): void {
    this.executor.discard(run).catch((error: unknown) => this.logger.warn('RUN_NOT_REMOVED', { error }));
    this.pools.refill();
    this.fetcher.refill();
  }

  #limits({ order }: Attempt): JobLimits {
    const { resources } = this.catalog.get(order.plugin.name).manifest;
    const { wallSeconds, memoryMiB, diskMiB } = order.limits;
    return {
      wallSeconds: Math.min(wallSeconds, resources.wall),
      memoryBytes: Math.min(memoryMiB * mebibyte, resources.memory),
      diskBytes: Math.min(diskMiB * mebibyte, resources.disk),
    };
  }
}

/** For the owner: a coded text of the service's own, never the words of a library. */
function reasonOf(error: unknown): string {
  return error instanceof FetchError ? error.message : toFailure(error).message;
}
