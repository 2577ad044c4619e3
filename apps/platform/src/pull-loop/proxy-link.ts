import {
  BehaviorSubject,
  defer,
  filter,
  finalize,
  from,
  merge,
  repeat,
  skipWhile,
  switchMap,
  timer,
  type Observable,
} from 'rxjs';
import type { UnitOfWork } from '../database/unit-of-work.ts';
import type { BundleService } from '../keys/bundle.service.ts';
import type { PlatformLog } from '../log/platform-log.ts';
import type { DueReplies, DueReply } from '../operations/due-replies.ts';
import type { IntakeService } from '../operations/intake.service.ts';
import { backOff } from './back-off.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { ProxyFailure, type Heard, type ProxyConnection } from './proxy-connection.ts';
import type { ProxyCursorsRepository } from './proxy-cursors.repository.ts';

const WAIT_SECONDS = 20;
/** After a poll that brought nothing: a proxy that answers at once with nothing must not keep the platform busy. */
const EMPTY_PAUSE_MS = 20;
/** A push holds at most 8 MiB; the largest envelope is 1.5 MB. */
const MOST_PUSH_BYTES = 6_000_000;
const MOST_REPLIES = 64;
/** How often the bundle's age and stranded replies are looked at. */
const LOOK_MS = 5000;

export interface LinkParts {
  readonly connection: ProxyConnection;
  readonly unitOfWork: UnitOfWork;
  readonly bundles: BundleService;
  readonly intake: IntakeService;
  readonly replies: DueReplies;
  readonly cursors: ProxyCursorsRepository;
  readonly log: PlatformLog;
}

/** `unknown` until the first answer or failure. */
export type LinkState = 'unknown' | 'reachable' | 'unreachable';

export interface LinkHealth {
  readonly origin: string;
  readonly state: LinkState;
  readonly heard: Heard;
}

/**
 * One proxy: a long poll that is always open and, beside it, pushes of replies as soon as they are sealed. Both try
 * again for ever; the platform introduces itself by its bundle before it pulls.
 */
export class ProxyLink {
  readonly #parts: LinkParts;
  readonly #introduced = new BehaviorSubject(false);
  readonly #state = new BehaviorSubject<LinkState>('unknown');
  #pushedBundle = 0;
  #polled = false;
  /** Before the next poll, milliseconds. */
  #pause = 0;

  constructor(parts: LinkParts) {
    this.#parts = parts;
  }

  get state(): Observable<LinkState> {
    return this.#state;
  }

  get health(): LinkHealth {
    const { origin, heard } = this.#parts.connection;
    return { origin, state: this.#state.value, heard };
  }

  /** Whether this proxy has a bundle of the platform that the database knows nothing of; false where it does not say. */
  async isAhead(signal: AbortSignal): Promise<boolean> {
    const { connection, bundles } = this.#parts;
    const bundle = await connection.bundle(signal).catch(() => undefined);
    return bundle !== undefined && bundles.isNewer(bundle);
  }

  /** Runs while it is subscribed to. */
  run(): Observable<unknown> {
    return merge(this.#pushing(), this.#pulling());
  }

  #pulling(): Observable<unknown> {
    const forever = abortable((signal) => this.#pullOnce(signal)).pipe(
      repeat({ delay: () => timer(this.#pause) }),
      this.#again('PULL_FAILED'),
    );
    return this.#introduced.pipe(
      skipWhile((introduced) => !introduced),
      filter((introduced) => introduced),
      switchMap(() => forever),
    );
  }

  #pushing(): Observable<unknown> {
    const push = abortable((signal) => this.#pushDue(signal)).pipe(this.#again('PUSH_FAILED'));
    return merge(timer(0, LOOK_MS), this.#parts.replies.news).pipe(oneAtATime(() => push));
  }

  #again<T>(event: string) {
    return backOff<T>((error, tries) => {
      const code = error instanceof ProxyFailure ? error.code : null;
      this.#parts.log.warn(event, { origin: this.#parts.connection.origin, count: tries, code, error });
      if (code === 'NO_BUNDLE_YET') this.#pushedBundle = 0;
      this.#state.next('unreachable');
    });
  }

  async #pullOnce(signal: AbortSignal): Promise<void> {
    const { connection, unitOfWork, cursors, intake } = this.#parts;
    const { origin } = connection;
    const cursor = unitOfWork.read((reading) => cursors.get(reading, origin));
    // The first poll does not wait, so that the platform soon knows whether it can be reached.
    const page = await connection.pull(cursor, this.#polled ? WAIT_SECONDS : 0, signal);
    this.#state.next('reachable');
    this.#pause = page.messages.length === 0 && this.#polled ? EMPTY_PAUSE_MS : 0;
    this.#polled = true;
    if (page.messages.length === 0 && page.cursor === cursor) return;
    const envelopes = page.messages.map(({ envelope }) => envelope);
    await intake.receive(origin, envelopes, (writing) => cursors.set(writing, origin, page.cursor));
  }

  async #pushDue(signal: AbortSignal): Promise<void> {
    const { connection, bundles, replies, log } = this.#parts;
    const { origin } = connection;
    for (;;) {
      const bundle = await bundles.current();
      const due = fitting(replies.of(origin, MOST_REPLIES));
      const news = bundle.number === this.#pushedBundle ? undefined : bundle.jws;
      if (due.length === 0 && news === undefined) return;
      const sealed = due.map((reply) => ({ recipient: reply.device, id: reply.id, envelope: reply.sealed }));
      const { refused = [] } = await connection.push(sealed, news, signal);
      this.#pushedBundle = bundle.number;
      for (const { id, reason } of refused) log.warn('REPLY_REFUSED', { origin, id, code: reason });
      replies.taken(due);
      if (!this.#introduced.value) this.#introduced.next(true);
    }
  }
}

/** As many as one push holds, and one at least. */
function fitting(due: readonly DueReply[]): DueReply[] {
  let bytes = 0;
  return due.filter(({ sealed }, index) => (bytes += sealed.length + 256) <= MOST_PUSH_BYTES || index === 0);
}

/** Unsubscribing ends the request. */
function abortable<T>(work: (signal: AbortSignal) => Promise<T>): Observable<T> {
  return defer(() => {
    const controller = new AbortController();
    return from(work(controller.signal)).pipe(finalize(() => controller.abort()));
  });
}
