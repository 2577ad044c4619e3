import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  generateEncryptionKey,
  importIdentityPublic,
  openMessage,
  sha256Hex,
  type EncryptionKey,
} from '@dq0/encryption';
import { readJsonBody } from '@dq0/node/http';
import {
  checkExecutor,
  type DataFiles,
  type DerivedAnswer,
  type ExecutorCheck,
  Grant,
  JobOrder,
  listExecutors,
  listPlugins,
  noiseEvents,
  PlanPost,
  PlannerRequest,
  type IngestionAnswer,
  type PlanAnswer,
  type ServiceEvent,
} from '@dq0/protocol';
import type { z } from 'zod';
import { ANSWER, aPlan, SQL } from './census.ts';

type Phase = 'ordered' | 'picked' | 'granted' | 'running' | 'finished' | 'failed';
interface Held {
  readonly order: JobOrder;
  phase: Phase;
}
export interface RunOutcome {
  readonly files: readonly { readonly path: string; readonly body: string }[];
  readonly noise: (ServiceEvent & { type: 'finished' })['noise'];
}
type NewEvent = ServiceEvent extends infer E
  ? E extends unknown
    ? Omit<E, 'seq' | 'job' | 'attempt' | 'epoch' | 'time'>
    : never
  : never;

/** The honest run: the answer, and the noise that the plan says. */
export function honestRun({ plan }: JobOrder): RunOutcome {
  return {
    files: [{ path: 'result.json', body: JSON.stringify(ANSWER) }],
    noise: noiseEvents(plan.events).map((event) => ({
      kind: event.kind,
      scale: event.kind === 'discrete_gaussian' ? event.sigma : event.scale,
      values: 2,
    })),
  };
}

/** The service's contract over its Unix socket, in memory; what it plans and how it runs is for the test to say. */
export class FakeService {
  dataFiles: (names: string | null) => DataFiles = (names) => ({
    files: [{ path: 'adult.data', bytes: 12 }],
    more: false,
    header: names === null ? null : { columns: ['age'], delimiter: ',' },
  });
  check: () => ExecutorCheck | { status: number; code: string } = () => checkExecutor.example.output;
  planner: (request: PlannerRequest & { request: 'plan' }) => PlanAnswer = aPlan;
  /** What follows from held answers. */
  derived: z.infer<typeof DerivedAnswer> = { found: null };
  ingest: () => IngestionAnswer | Promise<IngestionAnswer> = () => ({
    ok: true,
    digests: { adult: 'a'.repeat(64) },
    notes: [],
  });
  run: (order: JobOrder) => RunOutcome | Error = honestRun;
  /** What orders are answered instead of being taken. */
  refuseOrders: { status: number; code: string; once?: boolean } | undefined;
  /** What grants are answered instead of being taken. */
  refuseGrants: { status: number; code: string; message: string } | undefined;
  /** Whether a grant is followed by the run at once; else `finish` does it. */
  runsAtOnce = true;
  readonly held = new Map<string, Held>();
  readonly ingested = new Set<string>();
  readonly grants: Grant[] = [];
  readonly seen: string[] = [];
  readonly #files = new Map<string, string>();
  readonly #bell = new EventEmitter();
  readonly #sockets = new Set<{ destroy(): void }>();
  readonly #socketPath: string;
  #events: ServiceEvent[] = [];
  #seq = 0;
  #platformKey: unknown;
  #key: EncryptionKey | undefined;
  #server!: Server;

  constructor(socketPath: string) {
    this.#socketPath = socketPath;
    this.#bell.setMaxListeners(0);
  }

  async start(): Promise<void> {
    this.#key ??= await generateEncryptionKey();
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('connection', (socket) => this.#sockets.add(socket));
    this.#server.listen(this.#socketPath);
    await once(this.#server, 'listening');
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** A worker takes the id, once. */
  pick(job: string, attempt: number): void {
    const held = this.held.get(`${job}/${attempt}`);
    if (held?.phase !== 'ordered') return;
    held.phase = 'picked';
    this.add(held.order, { type: 'picked' });
  }

  add({ job, attempt, epoch }: JobOrder, event: NewEvent): void {
    this.#seq += 1;
    const frame = { seq: this.#seq, job, attempt, epoch, time: new Date().toISOString() };
    this.#events.push({ ...frame, ...event });
    this.#bell.emit('event');
  }

  /** Runs what was granted. */
  async finish(held: Held): Promise<void> {
    this.add(held.order, { type: 'started', sandbox: 'none' });
    const outcome = this.run(held.order);
    if (outcome instanceof Error) {
      held.phase = 'failed';
      this.add(held.order, { type: 'failed', reason: outcome.message });
      return;
    }
    held.phase = 'finished';
    const artifacts = [];
    for (const { path, body } of outcome.files) {
      const sha256 = await sha256Hex(body);
      this.#files.set(sha256, body);
      artifacts.push({ path, sha256, bytes: Buffer.byteLength(body) });
    }
    this.add(held.order, { type: 'finished', artifacts, noise: outcome.noise });
  }

  get pendingEvents(): number {
    return this.#events.length;
  }

  /** What grants and credentials are sealed to. */
  get key(): EncryptionKey {
    if (this.#key === undefined) throw new Error('the service was not started');
    return this.#key;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const body = request.method === 'GET' || request.method === 'DELETE' ? undefined : await readJsonBody(request, 1e7);
    this.seen.push(`${request.method} ${url.pathname}`);
    const [status, answer] = await this.#answer(`${request.method}`, url, body, response);
    if (response.destroyed) return;
    const bytes = typeof answer === 'string' ? answer : answer === undefined ? '' : JSON.stringify(answer);
    response.writeHead(status, { 'content-length': Buffer.byteLength(bytes) }).end(bytes);
  }

  async #answer(method: string, url: URL, body: unknown, response: ServerResponse): Promise<[number, unknown?]> {
    const [, area, first, second, third] = url.pathname.split('/');
    switch (`${method} ${area}${third === undefined ? '' : `/${third}`}`) {
      case 'GET identity':
        return [200, { key: this.key.publicJwk, thumbprint: this.key.thumbprint, sandbox: 'none' }];
      case 'PUT platform':
        this.#platformKey = (body as { key: unknown }).key;
        return [204];
      case 'GET plugins':
        return [200, { plugins: [SQL] }];
      case 'GET catalogue':
        return [200, listPlugins.example.output];
      case 'GET executors':
        return [200, { executors: listExecutors.example.output.executors.map(({ running: _, ...known }) => known) }];
      case 'POST executors': {
        const check = first === 'local' ? this.check() : { status: 404, code: 'EXECUTOR_UNKNOWN' };
        return 'status' in check ? [check.status, { code: check.code, message: 'Refused.' }] : [200, check];
      }
      case 'POST plans':
        return [200, this.#plan(PlannerRequest.parse(PlanPost.parse(body).request))];
      case 'GET data-files':
        return [200, this.dataFiles(url.searchParams.get('names'))];
      case 'PUT ingestions':
        this.ingested.add(`${first}/${second}`);
        return [200, await this.ingest()];
      case 'DELETE ingestions':
        this.ingested.delete(`${first}/${second}`);
        return [204];
      case 'GET jobs':
        return [
          200,
          {
            jobs: [...this.held.values()].map(({ order: { job, attempt, epoch }, phase }) => ({
              job,
              attempt,
              epoch,
              phase,
            })),
          },
        ];
      case 'PUT jobs':
        return this.#order(JobOrder.parse(body));
      case 'DELETE jobs':
        this.held.delete(`${first}/${second}`);
        this.#events = this.#events.filter(({ job, attempt }) => job !== first || attempt !== Number(second));
        return [204];
      case 'PUT jobs/grant':
        return this.#grant(`${first}/${second}`, (body as { sealed: string }).sealed);
      case 'GET events':
        return [200, { events: await this.#wait(url, response) }];
      case 'POST events':
        this.#events = this.#events.filter(({ seq }) => seq > (body as { upTo: number }).upTo);
        return [204];
      case 'GET files': {
        const file = this.#files.get(first ?? '');
        return file === undefined ? [404, { code: 'FILE_UNKNOWN', message: '' }] : [200, file];
      }
      default:
        return [404, { code: 'ROUTE_UNKNOWN', message: '' }];
    }
  }

  #plan(request: PlannerRequest): unknown {
    if (request.request === 'plan') return this.planner(request);
    if (request.request === 'derive') return this.derived;
    if (request.request === 'sample') return { columns: [{ name: 'age', type: 'integer' }], rows: [[42]] };
    return { accepted: true, result: ANSWER, mechanisms: [], log: ['mock twin of 1,000 rows'] };
  }

  #order(order: JobOrder): [number, unknown?] {
    const refusal = this.refuseOrders;
    if (refusal?.once) this.refuseOrders = undefined;
    if (refusal) return [refusal.status, { code: refusal.code, message: 'Refused.' }];
    const key = `${order.job}/${order.attempt}`;
    const known = this.held.get(key);
    if (known === undefined) this.held.set(key, { order, phase: 'ordered' });
    return known === undefined ? [201] : [200];
  }

  async #grant(key: string, sealed: string): Promise<[number, unknown?]> {
    const held = this.held.get(key);
    if (held === undefined) return [404, { code: 'ORDER_UNKNOWN', message: '' }];
    const { body } = await openMessage(sealed, {
      type: 'grant',
      sender: await importIdentityPublic(this.#platformKey),
      recipientIdentity: this.key.thumbprint,
      keys: [this.key],
    });
    if (this.refuseGrants) return [this.refuseGrants.status, this.refuseGrants];
    if (held.phase !== 'picked') return [204];
    held.phase = 'granted';
    this.grants.push(Grant.parse(body));
    if (this.runsAtOnce) await this.finish(held);
    return [204];
  }

  async #wait(url: URL, response: ServerResponse): Promise<ServiceEvent[]> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(Number(url.searchParams.get('wait')) * 1000)]);
    for (;;) {
      const events = this.#events.filter(({ seq }) => seq > Number(url.searchParams.get('after')));
      if (events.length > 0 || signal.aborted) return events;
      await once(this.#bell, 'event', { signal }).catch(() => undefined);
    }
  }
}
