import { Injectable } from '@nestjs/common';
import { DerivedAnswer, isDatabase, type ResultTable } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Reading } from '../database/unit-of-work.ts';
import type { BeforeSubject } from '../jobs/checks/check.ts';
import { isShown } from '../jobs/deadline-class.ts';
import { JobStore } from '../jobs/job-store.ts';
import type { Job } from '../jobs/job.ts';
import { ReleaseGate } from '../releases/release-gate.ts';
import { ServiceClient } from '../service-link/service-client.ts';
import { accountSalt, SQL_PLUGIN, type Question } from './planning.service.ts';

/** The newest so many held answers about the same rows are looked at. */
const MOST_HELD = 16;

/** An answer to a question, and the released one that it was derived from. */
export interface Reused {
  readonly source: string;
  readonly table: ResultTable;
}

/**
 * Looks for a held answer that gives the asked one: a function of released numbers is free. Candidates are released,
 * shown, of the same data, metadata and compiler, and cost at least as much as is asked; where an error was asked for
 * they must keep to it instead. Data in a database change under one version, so nothing is reused there.
 */
@Injectable()
export class ReuseService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: JobStore,
    private readonly gate: ReleaseGate,
    private readonly service: ServiceClient,
    private readonly clock: Clock,
  ) {}

  async find(question: Question, subject: BeforeSubject): Promise<Reused | undefined> {
    const { dataset, plan, asked } = subject;
    if (isDatabase(dataset.definition.connector)) return undefined;
    const sharp = question.error !== undefined;
    const found = this.unitOfWork.read((reading) => {
      const held = this.#held(reading, subject).filter(({ plan: paid }) => sharp || paid.epsilon >= asked.epsilon);
      const equal = held.find((job) => samePlan(job, plan));
      if (equal !== undefined) return { source: equal.id, table: this.gate.table(reading, equal.id) };
      return held.flatMap((job) => {
        const measured = this.gate.measured(reading, job.id);
        return measured === undefined ? [] : [{ job, measured }];
      });
    });
    if (!Array.isArray(found)) return found.table === null ? undefined : { source: found.source, table: found.table };
    if (found.length === 0) return undefined;
    const request = {
      request: 'derive',
      protocol: 1,
      definition: dataset.definition,
      arguments: {
        sql: question.sql,
        ...asked,
        accountSalt: accountSalt(dataset.account),
        sharp,
        held: found.map(({ job, measured }) => {
          const { epsilon, delta } = job.plan;
          return { sql: job.request, epsilon, delta, measured };
        }),
      },
    } as const;
    const answer = DerivedAnswer.parse(await this.service.plan(SQL_PLUGIN, request));
    const source = answer.found === null ? undefined : found[answer.found]?.job.id;
    return source === undefined || answer.found === null ? undefined : { source, table: answer.result };
  }

  #held(reading: Reading, { dataset, plugin, plan }: BeforeSubject): Job[] {
    const now = this.clock.now().getTime();
    return this.store
      .released(reading, { dataset: dataset.id, relation: plan.relation, limit: MOST_HELD })
      .filter(
        (job) =>
          job.dataVersion === dataset.dataVersion &&
          job.metadataVersion === dataset.metadataVersion &&
          job.plugin.digest === plugin.digest &&
          job.plan.delta === plan.delta &&
          isShown(job, now),
      );
  }
}

/** The same numbers under the same names, with the same noise. */
function samePlan(job: Job, plan: BeforeSubject['plan']): boolean {
  return JSON.stringify(job.plan) === JSON.stringify(plan);
}
