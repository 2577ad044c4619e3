import { Injectable } from '@nestjs/common';
import { DerivedAnswer, type HeldAnswer, type ResultTable } from '@dq0/protocol';
import { UnitOfWork, type Reading } from '../database/unit-of-work.ts';
import type { BeforeSubject } from '../jobs/checks/check.ts';
import type { Job } from '../jobs/job.ts';
import { ReleaseGate } from '../releases/release-gate.ts';
import { ServiceClient } from '../service-link/service-client.ts';
import { HeldAnswers } from './held-answers.ts';
import { accountSalt, SQL_PLUGIN, type Question } from './planning.service.ts';

/** An answer to a question, and the released one that it was derived from. */
export interface Reused {
  readonly source: string;
  readonly table: ResultTable;
}

interface Candidate {
  readonly job: Job;
  readonly held: HeldAnswer;
}

/**
 * Looks for a held answer that gives the asked one: a function of released numbers is free. It must have cost at least as
 * much as is asked; where an error was asked for it must keep to that instead.
 */
@Injectable()
export class ReuseService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly heldAnswers: HeldAnswers,
    private readonly gate: ReleaseGate,
    private readonly service: ServiceClient,
  ) {}

  async find(question: Question, subject: BeforeSubject): Promise<Reused | undefined> {
    const { dataset, plugin, plan, asked } = subject;
    const sharp = question.error !== undefined;
    const same = { dataset, plugin, delta: plan.delta };
    const equal = this.unitOfWork.read((reading) => this.#whole(reading, this.heldAnswers.equal(reading, same, plan)));
    if (equal !== undefined) return equal;
    const candidates = this.unitOfWork
      .read((reading) => this.#candidates(reading, this.heldAnswers.about(reading, same, plan.relation)))
      .filter(({ held }) => sharp || (held.measured.epsilon ?? held.epsilon) >= asked.epsilon);
    if (candidates.length === 0) return undefined;
    const answer = DerivedAnswer.parse(
      await this.service.plan(SQL_PLUGIN, {
        request: 'derive',
        protocol: 1,
        definition: dataset.definition,
        arguments: {
          sql: question.sql,
          ...asked,
          accountSalt: accountSalt(dataset.account),
          sharp,
          held: candidates.map(({ held }) => held),
        },
      }),
    );
    if (answer.found === null) return undefined;
    const source = candidates[answer.found]?.job.id;
    return source === undefined ? undefined : { source, table: answer.result };
  }

  #whole(reading: Reading, job: Job | undefined): Reused | undefined {
    const table = job === undefined ? null : this.gate.table(reading, job.id);
    return job === undefined || table === null ? undefined : { source: job.id, table };
  }

  #candidates(reading: Reading, jobs: readonly Job[]): Candidate[] {
    return jobs.flatMap((job) => {
      const held = this.heldAnswers.answer(reading, job);
      return held === undefined ? [] : [{ job, held }];
    });
  }
}
