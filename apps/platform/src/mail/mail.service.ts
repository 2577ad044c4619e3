import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Writing } from '../database/unit-of-work.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { MailRefused } from './mail-refused.ts';
import { MailRepository, type QueuedMail } from './mail.repository.ts';
import { Mailer } from './mailer.ts';

const BATCH = 200;
const RETRY_MS = 5000;
/** What a server puts off for so long is given up; the codes in it are over before. */
const GIVE_UP_MS = 2 * 24 * 3_600_000;

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
      const waiting = await this.#sendDue().catch((error: unknown) => {
        this.#log.warn('MAIL_DELAYED', { error });
        return true;
      });
      if (waiting) this.#wakeLater();
    }
  }

  #wakeLater(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#wake(), RETRY_MS);
    this.#retry.unref();
  }

  /** @returns whether a mail waits for another try @throws where the next station cannot be reached: then all wait */
  async #sendDue(): Promise<boolean> {
    const due = this.#unitOfWork.read((reading) => this.#mails.due(reading, BATCH));
    let waiting = false;
    for (const mail of due) if (!(await this.#send(mail))) waiting = true;
    if (due.length === BATCH && !waiting) this.#again = true;
    return waiting;
  }

  /** One that is refused holds up no other. @returns whether it is settled */
  async #send({ id, recipient, subject, body, createdAt }: QueuedMail): Promise<boolean> {
    if (this.#stopped) return false;
    const now = this.#clock.now().getTime();
    try {
      await this.#mailer.deliver({ id, to: recipient, subject, text: body, date: new Date(createdAt) });
      this.#unitOfWork.write((writing) => this.#mails.markSent(writing, id, now));
    } catch (error) {
      if (!(error instanceof MailRefused)) throw error;
      this.#log.warn(error.final ? 'MAIL_REFUSED' : 'MAIL_DELAYED', { status: error.status });
      if (!error.final && now - createdAt < GIVE_UP_MS) return false;
      this.#unitOfWork.write((writing) => this.#mails.markRefused(writing, id, error.status));
    }
    return true;
  }
}
