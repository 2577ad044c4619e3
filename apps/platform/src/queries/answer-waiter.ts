import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { filter, firstValueFrom, merge, Subject, takeUntil, timer } from 'rxjs';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { isShown } from '../jobs/deadline-class.ts';
import { JobChanges } from '../jobs/job-changes.ts';
import { JobStore } from '../jobs/job-store.ts';

/** Lets a question wait for its answer: woken by the commit that ends the job, or by the hour at which it is shown. */
@Injectable()
export class AnswerWaiter implements OnModuleDestroy {
  readonly #stop = new Subject<void>();
  #stopped = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: JobStore,
    private readonly changes: JobChanges,
    private readonly clock: Clock,
  ) {}

  /** Returns when the outcome of the job can be seen, or after `seconds`. */
  async wait(job: string, seconds: number): Promise<void> {
    const end = this.clock.now().getTime() + seconds * 1000;
    for (let pause = this.#pause(job, end); pause > 0; pause = this.#pause(job, end)) {
      const wakes = merge(this.changes.pipe(filter((id) => id === job)), timer(pause));
      await firstValueFrom(wakes.pipe(takeUntil(this.#stop)), { defaultValue: undefined });
      if (this.#stopped) return;
    }
  }

  onModuleDestroy(): void {
    this.#stopped = true;
    this.#stop.next();
  }

  /** Milliseconds until there may be something new; 0 when there is nothing to wait for. */
  #pause(id: string, end: number): number {
    const job = this.unitOfWork.read((reading) => this.store.find(reading, id));
    const now = this.clock.now().getTime();
    if (job === undefined || isShown(job, now)) return 0;
    const next = job.visibleAt !== null && job.visibleAt > now ? Math.min(job.visibleAt, end) : end;
    return Math.max(0, next - now);
  }
}
