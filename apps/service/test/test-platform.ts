import {
  generateIdentityKey,
  importEncryptionPublic,
  newMessageId,
  sealMessage,
  sha256Hex,
  type IdentityKey,
} from '@dq0/encryption';
import { requestOverUnixSocket, type UnixSocketAnswer } from '@dq0/node/http';
import { BullmqJobQueue, createQueue, redisConnection } from '@dq0/node/queue';
import {
  JOBS_QUEUE,
  ServiceEvent,
  type DatasetDefinitionInput,
  type JobOrder,
  type ServiceIdentity,
} from '@dq0/protocol';
import type { z } from 'zod';

type Event = ServiceEvent;
type Identity = z.infer<typeof ServiceIdentity>;

export const accessSecret = 'the secret of this data version';
/** Whose data set it is, and whose credential opens it. */
const DATASET_OWNER = 'an owner';

/** The platform's side of the socket and of the queue, as the contract describes it. */
export class TestPlatform {
  readonly identity: IdentityKey;
  readonly #socketPath: string;
  readonly #queue: BullmqJobQueue;
  #epoch = 0;
  #number = 0;
  #cursor = 0;
  readonly events: Event[] = [];

  private constructor(identity: IdentityKey, socketPath: string, redisUrl: string) {
    this.identity = identity;
    this.#socketPath = socketPath;
    this.#queue = new BullmqJobQueue(createQueue(JOBS_QUEUE, redisConnection(redisUrl), () => undefined));
  }

  static async open(socketPath: string, redisUrl: string, identity?: IdentityKey): Promise<TestPlatform> {
    return new TestPlatform(identity ?? (await generateIdentityKey()), socketPath, redisUrl);
  }

  close(): Promise<void> {
    return this.#queue.close();
  }

  send(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<UnixSocketAnswer> {
    return requestOverUnixSocket({ socketPath: this.#socketPath, method, path, body, timeoutMs: 60_000 });
  }

  introduce(): Promise<UnixSocketAnswer> {
    return this.send('PUT', '/platform', { key: this.identity.publicJwk });
  }

  /** `credential`: of a database, sealed to the service. */
  async ingest(
    definition: DatasetDefinitionInput,
    credential?: string,
    owner = DATASET_OWNER,
  ): Promise<UnixSocketAnswer> {
    const { name, version = 1 } = definition;
    const accessDigest = await sha256Hex(accessSecret);
    return this.send('PUT', `/ingestions/${name}/${version}`, {
      definition,
      accessDigest,
      ...(credential === undefined ? {} : { credential: { owner, sealed: credential } }),
    });
  }

  /** An order for the probe plugin that does `program`. */
  async makeOrder(program: unknown, changes: Partial<JobOrder> = {}): Promise<JobOrder> {
    const { plugins } = (await this.send('GET', '/plugins')).json() as { plugins: { name: string; digest: string }[] };
    const plugin = plugins.find(({ name }) => name === 'probe');
    if (!plugin) throw new Error('The probe plugin is not listed.');
    const sql = 'SELECT count(*) AS n FROM adult WHERE age > ?';
    const statement = { name: 'counts', dialect: 'duckdb' as const, tables: ['adult'], sql, parameters: [40] };
    return {
      job: newMessageId(),
      attempt: 1,
      epoch: ++this.#epoch,
      plugin: { name: 'probe', digest: plugin.digest },
      executor: 'local',
      dataset: 'census',
      dataVersion: 1,
      plan: {
        accepted: true,
        plugin: { name: 'probe', version: '1.0.0' },
        dataset: 'census',
        epsilon: 1,
        delta: 1e-7,
        statements: [statement],
        columns: [],
        mechanisms: [],
        errors: [],
        threshold: null,
        events: [],
        relation: 'c'.repeat(64),
        maxRows: 1,
        program,
      },
      limits: { wallSeconds: 20, memoryMiB: 128, diskMiB: 8 },
      ...changes,
    };
  }

  put(order: JobOrder): Promise<UnixSocketAnswer> {
    return this.send('PUT', `/jobs/${order.job}/${order.attempt}`, order);
  }

  enqueue({ job, attempt }: { job: string; attempt: number }): Promise<void> {
    return this.#queue.add({ job, attempt });
  }

  async seal(order: JobOrder, changes: Record<string, unknown> = {}, sender = this.identity): Promise<string> {
    const service = (await this.send('GET', '/identity')).json() as Identity;
    const { job, attempt, epoch, dataset, dataVersion } = order;
    return sealMessage({
      type: 'grant',
      sender,
      recipient: { identity: service.thumbprint, encryption: await importEncryptionPublic(service.key) },
      id: newMessageId(),
      number: ++this.#number,
      issuedAt: new Date(),
      expiresAt: new Date(Date.now() + 60_000),
      body: { job, attempt, epoch, dataset, dataVersion, accessSecret, ...changes },
    });
  }

  /** A credential as the platform stores it. */
  async sealLogin(login: object, credential: string, owner = DATASET_OWNER): Promise<string> {
    const service = (await this.send('GET', '/identity')).json() as Identity;
    return sealMessage({
      type: 'credential',
      sender: this.identity,
      recipient: { identity: service.thumbprint, encryption: await importEncryptionPublic(service.key) },
      id: newMessageId(),
      number: 0,
      issuedAt: new Date(),
      expiresAt: new Date(Date.now() + 60_000),
      body: { purpose: 'source login', owner, credential, login },
    });
  }

  async grant(order: JobOrder): Promise<UnixSocketAnswer> {
    return this.send('PUT', `/jobs/${order.job}/${order.attempt}/grant`, { sealed: await this.seal(order) });
  }

  /** Waits until an attempt has an event of one of these types and returns it. */
  async event(order: { job: string; attempt: number }, ...types: Event['type'][]): Promise<Event> {
    const end = Date.now() + 25_000;
    for (;;) {
      const mine = (event: Event): boolean => event.job === order.job && event.attempt === order.attempt;
      const found = this.events.find((event) => mine(event) && types.includes(event.type));
      if (found) return found;
      if (Date.now() > end)
        throw new Error(`No event of ${types.join(', ')}; seen: ${JSON.stringify(this.events.filter(mine))}`);
      const answer = (await this.send('GET', `/events?after=${this.#cursor}&wait=5`)).json() as { events: unknown[] };
      for (const event of answer.events.map((each) => ServiceEvent.parse(each))) {
        this.events.push(event);
        this.#cursor = event.seq;
      }
    }
  }

  /** Order, queue, grant and the last event. */
  async run(program: unknown, changes: Partial<JobOrder> = {}): Promise<{ order: JobOrder; last: Event }> {
    const order = await this.makeOrder(program, changes);
    await this.put(order);
    await this.enqueue(order);
    await this.event(order, 'picked');
    await this.grant(order);
    return { order, last: await this.event(order, 'finished', 'failed') };
  }

  async file(event: Event): Promise<unknown> {
    if (event.type !== 'finished') throw new Error(`Not finished: ${JSON.stringify(event)}`);
    return (await this.send('GET', `/files/${event.artifacts[0]?.sha256 ?? ''}`)).json();
  }
}
