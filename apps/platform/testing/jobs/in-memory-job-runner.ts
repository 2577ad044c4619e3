import type { Grant, JobOrder } from '@dq0/protocol';
import type { ServiceSealer } from '../../src/service-link/service-sealer.ts';
import type { ServiceClient } from '../../src/service-link/service-client.ts';
import type { Attempt, HeldAttempt } from '../../src/jobs/attempt.ts';
import { GrantRefusedError, JobRunner, OutputMissingError } from '../../src/jobs/job-runner.ts';
import type { FakeService } from './fake-service.ts';

/** The runner of the tests: the real way to the service, without Redis in between. */
export class InMemoryJobRunner extends JobRunner {
  static service: FakeService | undefined;
  /** Whether ids reach a worker; else they are lost, as in a Redis that was flushed. */
  static delivers = true;
  static failGrants = 0;
  /** Why the service does not take what opens the data. */
  static refuseGrants: string | undefined;

  constructor(
    private readonly client: ServiceClient,
    private readonly sealer: ServiceSealer,
  ) {
    super();
  }

  override async submit(order: JobOrder): Promise<void> {
    await this.sealer.introduce();
    await this.client.putOrder(order);
    if (InMemoryJobRunner.delivers) InMemoryJobRunner.service?.pick(order.job, order.attempt);
  }

  override async grant(grant: Grant): Promise<void> {
    if (InMemoryJobRunner.failGrants > 0) {
      InMemoryJobRunner.failGrants -= 1;
      throw new Error('killed before the grant went out');
    }
    if (InMemoryJobRunner.refuseGrants !== undefined) throw new GrantRefusedError(InMemoryJobRunner.refuseGrants);
    await this.client.putGrant(grant, await this.sealer.grant(grant));
  }

  override async output(sha256: string): Promise<Uint8Array> {
    return this.client.file(sha256).catch((cause: unknown) => {
      throw new OutputMissingError('gone', { cause });
    });
  }

  override async forget(attempt: Attempt): Promise<void> {
    await this.client.forgetJob(attempt);
  }

  override async held(): Promise<readonly HeldAttempt[]> {
    const phases = new Map([
      ['ordered', 'waiting' as const],
      ['picked', 'picked' as const],
    ]);
    const jobs = await this.client.jobs();
    return jobs.map(({ job, attempt, phase }) => ({
      job,
      attempt,
      phase: phases.get(phase) ?? 'beyond',
    }));
  }
}
