import { Injectable } from '@nestjs/common';
import { requestOverUnixSocket, UnixSocketError, type UnixSocketAnswer } from '@dq0/node/http';
import {
  CodedError,
  DataFiles,
  ExecutorCheck,
  IngestionAnswer,
  PlanAnswer,
  PluginCatalogue,
  PluginInfo,
  ServiceEvent,
  ServiceExecutor,
  ServiceIdentity,
  type IngestionOrder,
  type JobOrder,
  type PlannerRequest,
  type PublicJwk,
} from '@dq0/protocol';
import { z } from 'zod';
import { PlatformConfig } from '../config/platform-config.ts';

export interface AttemptRef {
  readonly job: string;
  readonly attempt: number;
}

const Failure = z.object({ code: z.string(), message: z.string() });
const Plugins = z.object({ plugins: z.array(PluginInfo) });
const Executors = z.object({ executors: z.array(ServiceExecutor) });
/** Phases of an attempt at the service that the platform acts on; others are progress. */
const Jobs = z.object({
  jobs: z.array(z.object({ job: z.string(), attempt: z.int(), epoch: z.int(), phase: z.string() })),
});
/** Events of a kind this version does not know are dropped, not fatal. */
const Events = z.object({ events: z.array(z.unknown()) });
const Sequenced = z.object({ seq: z.int().positive() });

/** A refusal by the service, in its own words, which quote no data; not reaching it is CodedError SERVICE_UNAVAILABLE. */
export class ServiceRefusal extends Error {
  override readonly name = 'ServiceRefusal';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Reading a large file into typed columns may take its time. */
const INGESTION_MS = 30 * 60_000;
const PLAN_MS = 20_000;
/** Two jobs, which the service waits for no longer. */
const CHECK_MS = 50_000;

/** The service's API over its Unix socket, typed; the platform always dials. */
@Injectable()
export class ServiceClient {
  readonly #socketPath: string;

  constructor(config: PlatformConfig) {
    this.#socketPath = config.serviceSocket;
  }

  async identity(): Promise<z.infer<typeof ServiceIdentity>> {
    return ServiceIdentity.parse((await this.#call('GET', '/identity')).json());
  }

  /** Introduces this platform: the service opens grants of the first that did, and of no other. */
  async pin(key: PublicJwk): Promise<void> {
    await this.#call('PUT', '/platform', { key });
  }

  async plugins(): Promise<z.infer<typeof PluginInfo>[]> {
    return Plugins.parse((await this.#call('GET', '/plugins')).json()).plugins;
  }

  async catalogue(): Promise<PluginCatalogue> {
    return PluginCatalogue.parse((await this.#call('GET', '/catalogue')).json());
  }

  async executors(): Promise<ServiceExecutor[]> {
    return Executors.parse((await this.#call('GET', '/executors')).json()).executors;
  }

  /** Lets a job without data try to break out. @throws ServiceRefusal EXECUTOR_UNKNOWN, CHECK_RUNNING */
  async checkExecutor(name: string): Promise<ExecutorCheck> {
    const path = `/executors/${encodeURIComponent(name)}/checks`;
    return ExecutorCheck.parse((await this.#call('POST', path, {}, { timeoutMs: CHECK_MS })).json());
  }

  /** The plugin's own answer, unread. @throws CodedError SERVICE_UNAVAILABLE, also when the planner failed */
  async plan(plugin: string, request: PlannerRequest): Promise<unknown> {
    try {
      return (await this.#call('POST', '/plans', { plugin, request }, { timeoutMs: PLAN_MS })).json();
    } catch (cause) {
      throw cause instanceof ServiceRefusal ? new CodedError('SERVICE_UNAVAILABLE', { cause }) : cause;
    }
  }

  async planQuery(plugin: string, request: PlannerRequest & { request: 'plan' }): Promise<PlanAnswer> {
    return PlanAnswer.parse(await this.plan(plugin, request));
  }

  /** What lies below the data root, and the columns that the first line of `names` says. */
  async dataFiles(names?: string): Promise<DataFiles> {
    const query = names === undefined ? '' : `?names=${encodeURIComponent(names)}`;
    return DataFiles.parse((await this.#call('GET', `/data-files${query}`)).json());
  }

  async ingest(dataset: string, version: number, order: z.infer<typeof IngestionOrder>): Promise<IngestionAnswer> {
    const path = ingestionPath(dataset, version);
    return IngestionAnswer.parse((await this.#call('PUT', path, order, { timeoutMs: INGESTION_MS })).json());
  }

  async forgetIngestion(dataset: string, version: number): Promise<void> {
    await this.#call('DELETE', ingestionPath(dataset, version));
  }

  async putOrder(order: JobOrder): Promise<void> {
    await this.#call('PUT', jobPath(order), order);
  }

  async putGrant(attempt: AttemptRef, sealed: string): Promise<void> {
    await this.#call('PUT', `${jobPath(attempt)}/grant`, { sealed });
  }

  /** What the service still holds of jobs. */
  async jobs(): Promise<z.infer<typeof Jobs>['jobs']> {
    return Jobs.parse((await this.#call('GET', '/jobs')).json()).jobs;
  }

  async forgetJob(attempt: AttemptRef): Promise<void> {
    await this.#call('DELETE', jobPath(attempt));
  }

  /** Events after a sequence number, waiting up to `waitSeconds` for the first. */
  async events(
    after: number,
    waitSeconds: number,
    signal: AbortSignal,
  ): Promise<{ seq: number; event?: ServiceEvent }[]> {
    const timeoutMs = (waitSeconds + 10) * 1000;
    const answer = await this.#call('GET', `/events?after=${after}&wait=${waitSeconds}`, undefined, {
      timeoutMs,
      signal,
    });
    return Events.parse(answer.json()).events.map((raw) => {
      const event = ServiceEvent.safeParse(raw);
      return event.success ? { seq: event.data.seq, event: event.data } : { seq: Sequenced.parse(raw).seq };
    });
  }

  async acknowledge(upTo: number): Promise<void> {
    await this.#call('POST', '/events/acknowledge', { upTo });
  }

  /** The bytes of an output, whatever they are: the caller compares the digest. */
  async file(sha256: string): Promise<Uint8Array> {
    return (await this.#call('GET', `/files/${sha256}`)).body;
  }

  async #call(
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
    options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
  ): Promise<UnixSocketAnswer> {
    let answer: UnixSocketAnswer;
    try {
      answer = await requestOverUnixSocket({ socketPath: this.#socketPath, method, path, body, ...options });
    } catch (cause) {
      if (cause instanceof UnixSocketError) throw new CodedError('SERVICE_UNAVAILABLE', { cause });
      throw cause;
    }
    if (answer.status >= 200 && answer.status < 300) return answer;
    const { code, message } = failureOf(answer);
    throw new ServiceRefusal(answer.status, code, message);
  }
}

function failureOf(answer: UnixSocketAnswer): z.infer<typeof Failure> {
  try {
    return Failure.parse(answer.json());
  } catch {
    return { code: 'UNREADABLE', message: 'The service refused.' };
  }
}

function ingestionPath(dataset: string, version: number): string {
  return `/ingestions/${encodeURIComponent(dataset)}/${version}`;
}

function jobPath({ job, attempt }: AttemptRef): string {
  return `/jobs/${job}/${attempt}`;
}
