import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { filter, firstValueFrom, map, merge, race, timer, type Subscription } from 'rxjs';
import { Clock } from '../clock/clock.ts';
import { PlatformConfig } from '../config/platform-config.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { BundleService } from '../keys/bundle.service.ts';
import { PlatformKeys } from '../keys/platform-keys.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { DueReplies } from '../operations/due-replies.ts';
import { IntakeService } from '../operations/intake.service.ts';
import { MessageProcessor } from '../operations/message-processor.ts';
import { ReplySealer } from '../operations/reply-sealer.ts';
import { DatabaseSetBackError } from './database-set-back-error.ts';
import { ProxyConnection } from './proxy-connection.ts';
import { ProxyCursorsRepository } from './proxy-cursors.repository.ts';
import { ProxyFetch } from './proxy-fetch.ts';
import { ProxyLink, type LinkHealth } from './proxy-link.ts';

const LAST_WORDS_MS = 2000;
/** A proxy that does not even refuse within this time counts as unreachable at the start. */
const FIRST_ANSWER_MS = 3000;

/** Polls every configured proxy at once; each link fails and recovers by itself. */
@Injectable()
export class PullLoop implements OnModuleInit, BeforeApplicationShutdown {
  readonly #config: PlatformConfig;
  readonly #links: readonly ProxyLink[];
  readonly #processor: MessageProcessor;
  readonly #sealer: ReplySealer;
  #running: Subscription | undefined;

  constructor(
    config: PlatformConfig,
    clock: Clock,
    unitOfWork: UnitOfWork,
    keys: PlatformKeys,
    bundles: BundleService,
    intake: IntakeService,
    processor: MessageProcessor,
    sealer: ReplySealer,
    replies: DueReplies,
    cursors: ProxyCursorsRepository,
    http: ProxyFetch,
    log: PlatformLog,
  ) {
    this.#config = config;
    this.#processor = processor;
    this.#sealer = sealer;
    const parts = { unitOfWork, bundles, intake, replies, cursors, log };
    this.#links = config.proxies.map((origin) => {
      const connection = new ProxyConnection(origin, http, keys.identity, () => clock.now());
      return new ProxyLink({ ...parts, connection });
    });
  }

  /** How each proxy is reached now, in the order of the configuration. */
  get health(): LinkHealth[] {
    return this.#links.map(({ health }) => health);
  }

  /** Before any part of the platform does anything by itself. @throws DatabaseSetBackError */
  async onModuleInit(): Promise<void> {
    const within = AbortSignal.timeout(FIRST_ANSWER_MS);
    const ahead = await Promise.all(this.#links.map((link) => link.isAhead(within)));
    const origins = this.#config.proxies.filter((_, at) => ahead[at]);
    if (origins.length > 0) throw new DatabaseSetBackError(origins);
  }

  /** Takes up what an earlier run left, then polls. @returns when each proxy has answered or failed once */
  async start(): Promise<{ readonly configured: number; readonly reachable: number }> {
    await this.#sealer.sealLeftOver();
    this.#processor.resume();
    this.#running = merge(...this.#links.map((link) => link.run())).subscribe();
    const first = this.#links.map(({ state }) => {
      const known = state.pipe(filter((now) => now !== 'unknown'));
      return firstValueFrom(race(known, timer(FIRST_ANSWER_MS).pipe(map(() => 'unreachable' as const))));
    });
    const states = await Promise.all(first);
    const reachable = states.filter((state) => state === 'reachable').length;
    return { configured: this.#config.proxies.length, reachable };
  }

  /** Pulls no more; what is in hand may end and its replies stay stored for the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#running?.unsubscribe();
    await this.#processor.stop(LAST_WORDS_MS);
  }
}
