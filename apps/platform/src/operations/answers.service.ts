import type { ReplyBody } from '@dq0/protocol';
import { CodedError } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.ts';
import { Clock } from '../clock/clock.ts';
import type { Writing } from '../database/unit-of-work.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { CountedRefusal } from './counted-refusal.ts';
import { GroupWrite } from './group-write.ts';
import type { AuditFacts } from './handler.ts';
import { InboxRepository, type ReceivedMessage } from './inbox.repository.ts';
import { OutboxRepository } from './outbox.repository.ts';
import { answerBody, bodyText, refusalBody } from './reply-body.ts';
import type { OpenedRequest } from './request-opener.ts';

/** What an audit row is made of; the handler adds to it. */
export interface AuditDraft {
  readonly auditId: string;
  readonly action: string;
  actor: string;
  object: string | null;
  facts: AuditFacts;
}

export interface Exchange {
  readonly message: ReceivedMessage;
  readonly request: OpenedRequest;
  readonly draft: AuditDraft;
}

/** Thrown when a message turns out to be answered already: its effect must not happen twice. */
export class AnsweredError extends Error {
  override readonly name = 'AnsweredError';
}

/** One transaction a message: its effect, its audit row, its reply, and the end of its wait in the inbox. */
@Injectable()
export class AnswersService {
  readonly #clock: Clock;
  readonly #inbox: InboxRepository;
  readonly #outbox: OutboxRepository;
  readonly #audit: AuditService;
  readonly #writes: GroupWrite;
  readonly #log: PlatformLog;

  constructor(
    clock: Clock,
    inbox: InboxRepository,
    outbox: OutboxRepository,
    audit: AuditService,
    writes: GroupWrite,
    log: PlatformLog,
  ) {
    this.#clock = clock;
    this.#inbox = inbox;
    this.#outbox = outbox;
    this.#audit = audit;
    this.#writes = writes;
    this.#log = log;
  }

  /** @throws whatever the effect throws; then nothing of it is left */
  answer(exchange: Exchange, effect: (writing: Writing) => unknown): Promise<void> {
    return this.#writes.write((writing) => {
      this.#close(writing, exchange);
      const output = effect(writing);
      this.#record(writing, exchange, 'done');
      this.#store(writing, exchange, answerBody(output, exchange.draft.auditId));
    });
  }

  /** As `answer`, for a reply that was sealed before and is never stored plain. */
  answerSealed(exchange: Exchange, sealed: string, effect: (writing: Writing) => void): Promise<void> {
    return this.#writes.write((writing) => {
      this.#close(writing, exchange);
      effect(writing);
      this.#record(writing, exchange, 'done');
      this.#outbox.insertSealed(writing, { ...this.#addressed(writing, exchange), sealed });
    });
  }

  /** Answers with a refusal; should the audit row be impossible, the reply names none. */
  async refuse(exchange: Exchange, error: CodedError): Promise<void> {
    try {
      await this.#writes.write((writing) => {
        this.#close(writing, exchange);
        if (error instanceof CountedRefusal) error.effect(writing);
        this.#record(writing, exchange, error.code);
        this.#store(writing, exchange, refusalBody(error, exchange.draft.auditId));
      });
    } catch (cause) {
      if (cause instanceof AnsweredError) throw cause;
      this.#log.error('REFUSAL_NOT_RECORDED', { code: error.code, error: cause });
      await this.#writes.write((writing) => {
        this.#close(writing, exchange);
        this.#store(writing, exchange, refusalBody(new CodedError('UNEXPECTED'), null));
      });
    }
  }

  /** Ends the wait of a message that nobody can answer: it cannot be opened, or names no key to seal to. */
  discard(message: ReceivedMessage): Promise<boolean> {
    return this.#writes.write((writing) => this.#inbox.close(writing, message));
  }

  #close(writing: Writing, { message }: Exchange): void {
    if (!this.#inbox.close(writing, message)) throw new AnsweredError('this message was answered before');
  }

  #record(writing: Writing, { draft }: Exchange, outcome: string): void {
    this.#audit.append(writing, { ...draft, outcome });
  }

  #store(writing: Writing, exchange: Exchange, body: ReplyBody): void {
    this.#outbox.insertPlain(writing, {
      ...this.#addressed(writing, exchange),
      replyKey: JSON.stringify(exchange.request.replyKey.publicJwk),
      plain: bodyText(body),
    });
  }

  /** A duplicate may have come by another proxy meanwhile: the reply goes where it was asked for last. */
  #addressed(writing: Writing, { message }: Exchange) {
    const { device, id, digest, keepUntil } = message;
    const proxy = this.#inbox.carrier(writing, message) ?? message.proxy;
    return { device, id, digest, proxy, keepUntil, createdAt: this.#clock.now().getTime() };
  }
}
