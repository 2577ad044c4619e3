import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Writing } from '../database/unit-of-work.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { MailRepository } from './mail.repository.ts';
import { Mailer } from './mailer.ts';

const BATCH = 20;
const RETRY_MS = 5000;

export interface MailToSend {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Mail joins the transaction that it tells of and leaves after the commit; what could not be delivered is tried again. */
@Injectable()
export class MailService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #clock: Clock;
  readonly #unitOfWork: UnitOfWork;
  readonly #mails: MailRepository;
  readonly #mailer: Mailer;
  readonly #log: PlatformLog;
  #sending: Promise<void> | undefined;
  #again = false;
  #retry: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(clock: Clock, unitOfWork: UnitOfWork, mails: MailRepository, mailer: Mailer, log: PlatformLog) {
    this.#clock = clock;
    this.#unitOfWork = unitOfWork;
    this.#mails = mails;
    this.#mailer = mailer;
    this.#log = log;
  }

  queue(writing: Writing, { to, subject, text }: MailToSend): void {
    const createdAt = this.#clock.now().getTime();
    this.#mails.insert(writing, { id: crypto.randomUUID(), recipient: to, subject, body: text, createdAt });
    this.#unitOfWork.afterCommit(() => this.#wake());
  }

  /** Forgets mail that was sent before a time (milliseconds since 1970). @returns how many */
  forgetSent(writing: Writing, before: number): number {
    return this.#mails.forgetSent(writing, before);
  }

  onApplicationBootstrap(): void {
    this.#wake();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#retry);
    await this.#sending;
  }

  #wake(): void {
    this.#again = true;
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined));
  }

  async #sendAll(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        await this.#sendDue();
      } catch (error) {
        this.#log.warn('MAIL_DELAYED', { error });
        clearTimeout(this.#retry);
        this.#retry = setTimeout(() => this.#wake(), RETRY_MS);
        this.#retry.unref();
      }
    }
  }

  async #sendDue(): Promise<void> {
    const due = this.#unitOfWork.read((reading) => this.#mails.due(reading, BATCH));
    for (const { id, recipient, subject, body, createdAt } of due) {
      await this.#mailer.deliver({ id, to: recipient, subject, text: body, date: new Date(createdAt) });
      this.#unitOfWork.write((writing) => this.#mails.markSent(writing, id, this.#clock.now().getTime()));
    }
    if (due.length === BATCH) this.#again = true;
  }
}
