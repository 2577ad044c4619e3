import { EventEmitter, once } from 'node:events';
import type { ServiceEvent } from '@dq0/protocol';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EventsRepository } from './events.repository.ts';

/** Lets readers wait for the next event instead of asking again and again. */
@Injectable()
export class EventFeed implements OnModuleDestroy {
  readonly #events: EventsRepository;
  readonly #bell = new EventEmitter();
  #closed = false;

  constructor(events: EventsRepository) {
    this.#events = events;
    this.#bell.setMaxListeners(0);
  }

  /** To be called after the transaction that added events. */
  ring(): void {
    this.#bell.emit('event');
  }

  /** Events after `seq`, at once or within `seconds`; none when the time is over or the reader has gone. */
  async after(seq: number, seconds: number, gone: AbortSignal): Promise<ServiceEvent[]> {
    const signal = AbortSignal.any([gone, AbortSignal.timeout(seconds * 1000)]);
    for (;;) {
      const events = this.#events.after(seq);
      if (events.length > 0 || seconds === 0 || signal.aborted || this.#closed) return events;
      await once(this.#bell, 'event', { signal }).catch(() => undefined);
    }
  }

  acknowledge(upTo: number): void {
    this.#events.acknowledge(upTo);
  }

  onModuleDestroy(): void {
    this.#closed = true;
    this.ring();
  }
}
