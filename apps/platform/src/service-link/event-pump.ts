import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ServiceEvent } from '@dq0/protocol';
import { CodedError } from '@dq0/protocol';
import { PlatformLog } from '../log/platform-log.ts';
import { ServiceClient } from './service-client.ts';

const WAIT_SECONDS = 20;
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2000;
/** So often one event is tried; then its job is left to the reconciler, so that one bad event cannot stop the others. */
const TRIES = 5;

/**
 * Takes events from the service in their order. An event is acknowledged, and thereby forgotten by the service, only
 * after its effect is committed, so what comes again after a crash is what was not finished; handling is idempotent.
 */
@Injectable()
export class EventPump implements OnModuleDestroy {
  readonly #service: ServiceClient;
  readonly #log: PlatformLog;
  readonly #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #tries = { seq: 0, count: 0 };

  constructor(service: ServiceClient, log: PlatformLog) {
    this.#service = service;
    this.#log = log;
  }

  start(handle: (event: ServiceEvent) => Promise<void>): void {
    this.#running = this.#run(handle);
  }

  async onModuleDestroy(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(handle: (event: ServiceEvent) => Promise<void>): Promise<void> {
    const { signal } = this.#stop;
    let pauseMs = SHORTEST_PAUSE_MS;
    while (!signal.aborted) {
      try {
        await this.#takeIn(handle);
        pauseMs = SHORTEST_PAUSE_MS;
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        if (!isUnavailable(error)) this.#log.error('SERVICE_EVENT_FAILED', { error });
        await pause(pauseMs, undefined, { signal }).catch(() => undefined);
        pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      }
    }
  }

  async #takeIn(handle: (event: ServiceEvent) => Promise<void>): Promise<void> {
    // Always from the beginning: what was acknowledged is gone, and numbers may start anew with a new spool.
    for (const { seq, event } of await this.#service.events(0, WAIT_SECONDS, this.#stop.signal)) {
      if (this.#stop.signal.aborted) return;
      if (event !== undefined) await this.#handle(event, handle);
      await this.#service.acknowledge(seq);
    }
  }

  async #handle(event: ServiceEvent, handle: (event: ServiceEvent) => Promise<void>): Promise<void> {
    try {
      await handle(event);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      const count = this.#tries.seq === event.seq ? this.#tries.count + 1 : 1;
      this.#tries = { seq: event.seq, count };
      if (count < TRIES) throw error;
      this.#log.error('SERVICE_EVENT_SKIPPED', { error, job: event.job, attempt: event.attempt, epoch: event.epoch });
    }
  }
}

function isUnavailable(error: unknown): boolean {
  return error instanceof CodedError && error.code === 'SERVICE_UNAVAILABLE';
}
