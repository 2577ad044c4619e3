import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.ts';
import type { Writing } from '../database/unit-of-work.ts';
import type { AuditFacts } from '../operations/handler.ts';
import type { Job } from './job.ts';

/** Audit rows of what the platform does with jobs by itself, between messages. */
@Injectable()
export class JobAudit {
  readonly #audit: AuditService;

  constructor(audit: AuditService) {
    this.#audit = audit;
  }

  append(writing: Writing, job: Job, action: string, outcome: string, facts: AuditFacts = {}): void {
    this.#audit.append(writing, {
      actor: 'platform',
      action,
      object: job.id,
      outcome,
      facts: { dataset: job.plan.dataset, attempt: job.attempt, epoch: job.epoch, ...facts },
    });
  }
}
