import { listExecutors, type Input, type Output, type ServiceExecutor } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { JobRecords } from '../jobs/job-records.ts';
import { Handles, type Caller, type Handler } from '../operations/handler.ts';
import { ServiceClient } from '../service-link/service-client.ts';
import { serviceTrouble } from '../service-link/service-trouble.ts';

@Handles(listExecutors)
export class ListExecutorsHandler implements Handler<typeof listExecutors, ServiceExecutor[]> {
  constructor(
    private readonly service: ServiceClient,
    private readonly records: JobRecords,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async prepare(): Promise<ServiceExecutor[]> {
    try {
      return await this.service.executors();
    } catch (error) {
      throw serviceTrouble(error);
    }
  }

  /** Every job runs at the one executor there is; the number is that of the health, which holds ends back. */
  handle(_input: Input<typeof listExecutors>, _caller: Caller, found: ServiceExecutor[]): Output<typeof listExecutors> {
    const now = this.clock.now().getTime();
    const { running } = this.unitOfWork.read((reading) => this.records.queue(reading, now));
    return { executors: found.map((executor) => ({ ...executor, running })) };
  }
}
