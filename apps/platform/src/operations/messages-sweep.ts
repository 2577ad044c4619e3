import { Injectable } from '@nestjs/common';
import type { Writing } from '../database/unit-of-work.ts';
import { HighWater } from './high-water.ts';
import { InboxRepository } from './inbox.repository.ts';
import { OutboxRepository } from './outbox.repository.ts';

/** Forgets message ids and replies that no valid message can ask for again, by the high-water time. */
@Injectable()
export class MessagesSweep {
  readonly #highWater: HighWater;
  readonly #inbox: InboxRepository;
  readonly #outbox: OutboxRepository;

  constructor(highWater: HighWater, inbox: InboxRepository, outbox: OutboxRepository) {
    this.#highWater = highWater;
    this.#inbox = inbox;
    this.#outbox = outbox;
  }

  /** The mark is kept with the ids that it lets go, or a clock set back could make them valid again. */
  sweep(writing: Writing): number {
    this.#highWater.keep(writing);
    const now = this.#highWater.now();
    return this.#inbox.forget(writing, now) + this.#outbox.forget(writing, now);
  }
}
