import { Injectable } from '@nestjs/common';
import type { QueryAnswer, Refusal } from '@dq0/protocol';
import { AccountsService } from '../ledger/accounts.service.ts';
import { NO_COST, remainingFor } from '../ledger/price.ts';
import { Clock } from '../clock/clock.ts';
import type { Reading } from '../database/unit-of-work.ts';
import { DatasetsService } from '../datasets/datasets.service.ts';
import { isShown, shownState } from '../jobs/deadline-class.ts';
import type { Job } from '../jobs/job.ts';
import { ReleaseGate } from '../releases/release-gate.ts';

/** An answer with no rows and no job. */
export function emptyAnswer(state: QueryAnswer['state']): QueryAnswer {
  return {
    job: null,
    state,
    columns: [],
    rows: [],
    intervals: [],
    confidence: 0.95,
    spent: NO_COST,
    remaining: { share: 0, more: 0 },
    reused: false,
    check: null,
  };
}

export function refusedAnswer(refusals: readonly Refusal[], remaining: QueryAnswer['remaining']): QueryAnswer {
  return { ...emptyAnswer('refused'), remaining, refusals: [...refusals] };
}

/** Answers about jobs, as people may see them now. */
@Injectable()
export class QueryAnswers {
  constructor(
    private readonly accounts: AccountsService,
    private readonly datasets: DatasetsService,
    private readonly gate: ReleaseGate,
    private readonly clock: Clock,
  ) {}

  /** Rows come from the release gate alone, and only once the outcome is shown. */
  answer(reading: Reading, job: Job): QueryAnswer {
    const now = this.clock.now().getTime();
    const state = shownState(job, now);
    const table = state === 'released' ? this.gate.table(reading, job.id) : null;
    const account = this.accounts.require(reading, this.datasets.require(reading, job.datasetId).account);
    const refunded = state === 'cancelled';
    return {
      ...emptyAnswer(state),
      job: job.id,
      columns: job.plan.columns,
      rows: table?.rows ?? [],
      intervals: table?.intervals ?? [],
      spent: refunded ? NO_COST : { epsilon: job.epsilon, delta: job.delta, share: job.share },
      reused: this.gate.isReused(reading, job.id),
      remaining: remainingFor(account, job.plan.events),
      check: checkLight(state, isShown(job, now)),
    };
  }
}

function checkLight(state: QueryAnswer['state'], shown: boolean): QueryAnswer['check'] {
  if (!shown || state === 'cancelled') return null;
  return state === 'released' ? 'green' : 'red';
}
