import { infoPlatform, type Input, type Output } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { JobRecords } from '../jobs/job-records.ts';
import { BundleService } from '../keys/bundle.service.ts';
import { Handles, type Caller, type Handler } from '../operations/handler.ts';
import { ServiceClient } from '../service-link/service-client.ts';
import { UsersService } from '../users/users.service.ts';

type Info = Output<typeof infoPlatform>;
type ServiceState = Pick<Info, 'service' | 'plugins'>;

/** Version of this program, as its package says. */
const VERSION = '0.1.0';

@Handles(infoPlatform)
export class InfoPlatformHandler implements Handler<typeof infoPlatform, ServiceState> {
  constructor(
    private readonly service: ServiceClient,
    private readonly bundles: BundleService,
    private readonly users: UsersService,
    private readonly records: JobRecords,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async prepare(): Promise<ServiceState> {
    try {
      const [{ sandbox }, plugins] = await Promise.all([this.service.identity(), this.service.plugins()]);
      return { service: { reachable: true, sandbox }, plugins };
    } catch {
      return { service: { reachable: false, sandbox: null }, plugins: [] };
    }
  }

  handle(_input: Input<typeof infoPlatform>, _caller: Caller, service: ServiceState): Info {
    return this.unitOfWork.read((reading) => ({
      version: VERSION,
      bundle: this.bundles.number,
      time: this.clock.now().toISOString(),
      ...service,
      waitingUsers: this.users.waiting(reading),
      activeJobs: this.records.countUnfinished(reading),
    }));
  }
}
