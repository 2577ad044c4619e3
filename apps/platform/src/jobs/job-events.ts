import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { refundable } from '@dq0/jobs';
import type { ServiceEvent } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { EventPump } from '../service-link/event-pump.ts';
import { JobPipeline } from './job-pipeline.ts';
import { JobStore } from './job-store.ts';

/** Events of the service, in their order, as steps of the pipeline; each may come twice. */
@Injectable()
export class JobEvents implements OnApplicationBootstrap {
  constructor(
    private readonly pump: EventPump,
    private readonly pipeline: JobPipeline,
    private readonly store: JobStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: PlatformLog,
  ) {}

  onApplicationBootstrap(): void {
    this.pump.start((event) => this.handle(event));
  }

  async handle(event: ServiceEvent): Promise<void> {
    switch (event.type) {
      case 'picked':
        return this.pipeline.open(event);
      case 'started': {
        this.pipeline.started(event);
        return;
      }
      case 'finished':
        return this.pipeline.after(event);
      case 'failed':
        return this.#failed(event);
      case 'progress':
        return undefined;
    }
  }

  async #failed(event: ServiceEvent & { readonly type: 'failed' }): Promise<void> {
    const { job: id, attempt, epoch } = event;
    this.log.warn('ATTEMPT_FAILED', { job: id, attempt, epoch });
    const job = this.unitOfWork.read((reading) => this.store.find(reading, id));
    if (job?.epoch !== epoch) return this.pipeline.forgetStale(event);
    if (refundable(job.state)) return this.pipeline.notOpened(job, event.reason, true);
    this.pipeline.fail(job, event.reason);
    return this.pipeline.forgetStale(event);
  }
}
