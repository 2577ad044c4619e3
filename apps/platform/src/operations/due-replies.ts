import { Injectable } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { OutboxRepository, type DueReply } from './outbox.repository.ts';
import { ReplyBell } from './reply-bell.ts';

/** A reply that its own proxy did not take for so long goes to the others too. */
const STRANDED_MS = 15_000;

export type { DueReply } from './outbox.repository.ts';

/** The sealed replies that wait for a proxy to take them. */
@Injectable()
export class DueReplies {
  readonly #clock: Clock;
  readonly #unitOfWork: UnitOfWork;
  readonly #outbox: OutboxRepository;
  readonly #bell: ReplyBell;

  constructor(clock: Clock, unitOfWork: UnitOfWork, outbox: OutboxRepository, bell: ReplyBell) {
    this.#clock = clock;
    this.#unitOfWork = unitOfWork;
    this.#outbox = outbox;
    this.#bell = bell;
  }

  /** Emits when there may be one. */
  get news(): Observable<void> {
    return this.#bell.rings;
  }

  /** The oldest that a proxy is to be given. */
  of(origin: string, limit: number): DueReply[] {
    const strandedSince = this.#clock.now().getTime() - STRANDED_MS;
    return this.#unitOfWork.read((reading) => this.#outbox.due(reading, origin, strandedSince, limit));
  }

  /** They are with a proxy; only a duplicate of their request brings them out again. */
  taken(replies: readonly DueReply[]): void {
    if (replies.length === 0) return;
    const now = this.#clock.now().getTime();
    this.#unitOfWork.write((writing) => replies.forEach((reply) => this.#outbox.markPushed(writing, reply, now)));
  }
}
