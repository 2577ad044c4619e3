import { Injectable } from '@nestjs/common';
import { ProxyError } from '../problems/index.ts';
import { Proofs, type ClientProof } from '../proofs/index.ts';
import { Arrivals } from './arrivals.ts';
import { ReplyRepository } from './reply.repository.ts';

const longestWaitSeconds = 30;

export interface ReplyQuestion {
  readonly id: string;
  /** Seconds to wait for the reply, as text of the query; at most 30 are waited, and none without it. */
  readonly wait: unknown;
  readonly proof: ClientProof;
  /** Aborted when the client has hung up. */
  readonly gone: AbortSignal;
}

/** Gives a reply to the device whose mailbox it lies in. */
@Injectable()
export class ReadReply {
  readonly #proofs: Proofs;
  readonly #replies: ReplyRepository;
  readonly #arrivals: Arrivals;

  constructor(proofs: Proofs, replies: ReplyRepository, arrivals: Arrivals) {
    this.#proofs = proofs;
    this.#replies = replies;
    this.#arrivals = arrivals;
  }

  /** @returns undefined when there is none within the wait: also for an id that nobody ever used. */
  async read({ id, wait, proof, gone }: ReplyQuestion): Promise<{ id: string; envelope: string } | undefined> {
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw new ProxyError('BODY_INVALID');
    const milliseconds = readWait(wait) * 1000;
    const { mailbox } = await this.#proofs.ofClient(proof);
    const until = performance.now() + milliseconds;
    for (;;) {
      const reply = this.#replies.find(mailbox, id);
      if (reply) return { id: reply.id, envelope: reply.envelope };
      const left = until - performance.now();
      if (left <= 0 || gone.aborted || this.#arrivals.closed) return undefined;
      await this.#arrivals.next(mailbox, left, gone);
    }
  }
}

function readWait(wait: unknown): number {
  if (wait === undefined) return 0;
  const seconds = typeof wait === 'string' && /^\d{1,6}$/.test(wait) ? Number(wait) : undefined;
  if (seconds === undefined) throw new ProxyError('BODY_INVALID');
  return Math.min(seconds, longestWaitSeconds);
}
