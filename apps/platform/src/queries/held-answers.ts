import { Injectable } from '@nestjs/common';
import { CodedError, isDatabase, type AcceptedPlan, type HeldAnswer } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import type { Reading } from '../database/unit-of-work.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { isShown } from '../jobs/deadline-class.ts';
import { JobStore } from '../jobs/job-store.ts';
import { fingerprintOf, type Job, type PluginRef } from '../jobs/job.ts';
import type { CallingUser } from '../operations/handler.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { ReleaseGate } from '../releases/release-gate.ts';

/** The newest so many held answers about the same rows are looked at. */
const MOST_HELD = 16;

/** What a held answer must be of: these data, their description, and the compiler that read the question. */
export interface Sameness {
  readonly dataset: Dataset;
  readonly plugin: PluginRef;
  readonly delta: number;
}

/**
 * Released answers that others may be made from: shown, and of the same data, metadata and compiler. Data in a database
 * change under one version, so none of them counts there.
 */
@Injectable()
export class HeldAnswers {
  constructor(
    private readonly store: JobStore,
    private readonly gate: ReleaseGate,
    private readonly policies: PoliciesService,
    private readonly clock: Clock,
  ) {}

  /** The newest about these rows. */
  about(reading: Reading, same: Sameness, relation: string): Job[] {
    return this.#released(reading, same, { relation });
  }

  /** The newest by this very plan, however many others there are about the same rows. */
  equal(reading: Reading, same: Sameness, plan: AcceptedPlan): Job | undefined {
    return this.#released(reading, same, { planFingerprint: fingerprintOf(plan) })[0];
  }

  /**
   * One's own, to become sharper; undefined where it cannot.
   * @throws CodedError JOB_UNKNOWN, alike for one that is not there and one of somebody else
   */
  own(reading: Reading, user: CallingUser, id: string, same: Sameness): HeldAnswer | undefined {
    const job = this.store.find(reading, id);
    const ownJob = job?.userId === user.id;
    if (job === undefined || !this.policies.decide(reading, { user, action: 'query:result', ownJob }).permit) {
      throw new CodedError('JOB_UNKNOWN');
    }
    const usable = job.datasetId === same.dataset.id && !isDatabase(same.dataset.definition.connector);
    return usable && job.state === 'released' && this.#counts(job, same) ? this.answer(reading, job) : undefined;
  }

  /** Its noisy integers, where they were kept. */
  answer(reading: Reading, { id, request, plan }: Job): HeldAnswer | undefined {
    const measured = this.gate.measured(reading, id);
    return measured && { sql: request, epsilon: plan.epsilon, delta: plan.delta, measured };
  }

  #released(
    reading: Reading,
    same: Sameness,
    by: { readonly relation: string } | { readonly planFingerprint: string },
  ): Job[] {
    if (isDatabase(same.dataset.definition.connector)) return [];
    return this.store
      .released(reading, { dataset: same.dataset.id, limit: MOST_HELD, ...by })
      .filter((job) => this.#counts(job, same));
  }

  #counts(job: Job, { dataset, plugin, delta }: Sameness): boolean {
    return (
      job.dataVersion === dataset.dataVersion &&
      job.metadataVersion === dataset.metadataVersion &&
      job.plugin.digest === plugin.digest &&
      job.plan.delta === delta &&
      isShown(job, this.clock.now().getTime())
    );
  }
}
