import { Injectable } from '@nestjs/common';
import { CodedError, type PluginInfo } from '@dq0/protocol';
import type { z } from 'zod';
import { Clock } from '../clock/clock.ts';
import { ServiceClient } from './service-client.ts';

type Plugin = z.infer<typeof PluginInfo>;

/** A plugin that was replaced at the service is noticed within this time; an order with an old digest is refused there. */
const FRESH_MS = 10_000;

/** Which plugins the service has, with the digests that orders name. */
@Injectable()
export class PluginDirectory {
  readonly #service: ServiceClient;
  readonly #clock: Clock;
  #known: { readonly plugins: readonly Plugin[]; readonly at: number } | undefined;

  constructor(service: ServiceClient, clock: Clock) {
    this.#service = service;
    this.#clock = clock;
  }

  async all(): Promise<readonly Plugin[]> {
    const now = this.#clock.now().getTime();
    if (this.#known === undefined || now - this.#known.at > FRESH_MS) {
      this.#known = { plugins: await this.#service.plugins(), at: now };
    }
    return this.#known.plugins;
  }

  /** @throws CodedError SERVICE_UNAVAILABLE when the service does not have it */
  async require(name: string): Promise<Plugin> {
    const plugin = (await this.all()).find((candidate) => candidate.name === name);
    if (plugin === undefined) throw new CodedError('SERVICE_UNAVAILABLE');
    return plugin;
  }
}
