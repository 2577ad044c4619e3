import { infoPlatform, type Input } from '@dq0/protocol';
import { BackupRecord } from '../backup/backup-record.ts';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Reading } from '../database/unit-of-work.ts';
import { Disk } from '../disk/disk.ts';
import { JobRecords } from '../jobs/job-records.ts';
import { BundleService } from '../keys/bundle.service.ts';
import { KeyRegister } from '../keys/key-register.ts';
import { Handles, type Caller, type Handler } from '../operations/handler.ts';
import { PullLoop } from '../pull-loop/pull-loop.service.ts';
import { ServiceClient } from '../service-link/service-client.ts';
import { UsersService } from '../users/users.service.ts';
import { warningsOf, type Facts, type Info } from './warnings.ts';

/** What is outside the platform's own process and database. */
type Surroundings = Pick<Info, 'service' | 'plugins' | 'disk'>;

/** Version of this program, as its package says. */
const VERSION = '0.1.0';

@Handles(infoPlatform)
export class InfoPlatformHandler implements Handler<typeof infoPlatform, Surroundings> {
  constructor(
    private readonly service: ServiceClient,
    private readonly bundles: BundleService,
    private readonly keys: KeyRegister,
    private readonly users: UsersService,
    private readonly records: JobRecords,
    private readonly links: PullLoop,
    private readonly backups: BackupRecord,
    private readonly disk: Disk,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async prepare(): Promise<Surroundings> {
    const disk = await this.disk.space();
    try {
      const [{ sandbox }, plugins] = await Promise.all([this.service.identity(), this.service.plugins()]);
      return { service: { reachable: true, sandbox }, plugins, disk };
    } catch {
      return { service: { reachable: false, sandbox: null }, plugins: [], disk };
    }
  }

  handle(_input: Input<typeof infoPlatform>, _caller: Caller, surroundings: Surroundings): Info {
    const facts = this.unitOfWork.read((reading) => this.#facts(reading, surroundings));
    return { ...facts, warnings: warningsOf(facts) };
  }

  #facts(reading: Reading, surroundings: Surroundings): Facts {
    const now = this.clock.now();
    const { active, waiting, running, oldestSince } = this.records.queue(reading, now.getTime());
    return {
      version: VERSION,
      bundle: this.bundles.number,
      time: now.toISOString(),
      ...surroundings,
      waitingUsers: this.users.waiting(reading),
      activeJobs: active,
      queue: { waiting, running, oldestSince: timeText(oldestSince) },
      proxies: this.links.health.map(({ origin, state, heard }) => {
        return { origin, state, heardAt: timeText(heard.at), roundTripMs: heard.roundTripMs };
      }),
      keys: this.keys.inUse(reading).map(({ purpose, createdAt }) => {
        return { purpose: purpose === 'sig' ? 'signing' : 'encryption', createdAt: new Date(createdAt).toISOString() };
      }),
      backup: { takenAt: timeText(this.backups.taken(reading) ?? null) },
    };
  }
}

function timeText(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
