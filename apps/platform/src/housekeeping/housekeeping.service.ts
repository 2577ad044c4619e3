import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { MailService } from '../mail/mail.service.ts';
import { HighWater } from '../operations/high-water.ts';
import { MessagesSweep } from '../operations/messages-sweep.ts';
import { CeremonyService } from '../passkeys/ceremony.service.ts';
import { UsersSweep } from '../users/users-sweep.ts';

const PERIOD_MS = 60_000;
const MAIL_KEPT_MS = 30 * 24 * 3_600_000;

/** Forgets what is over, once a minute: message ids by the high-water time, tokens, codes, challenges, mail that was sent. */
@Injectable()
export class HousekeepingService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #unitOfWork: UnitOfWork;
  readonly #highWater: HighWater;
  readonly #messages: MessagesSweep;
  readonly #mail: MailService;
  readonly #users: UsersSweep;
  readonly #ceremonies: CeremonyService;
  readonly #log: PlatformLog;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    unitOfWork: UnitOfWork,
    highWater: HighWater,
    messages: MessagesSweep,
    mail: MailService,
    users: UsersSweep,
    ceremonies: CeremonyService,
    log: PlatformLog,
  ) {
    this.#unitOfWork = unitOfWork;
    this.#highWater = highWater;
    this.#messages = messages;
    this.#mail = mail;
    this.#users = users;
    this.#ceremonies = ceremonies;
    this.#log = log;
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.#sweepQuietly(), PERIOD_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** @returns rows forgotten */
  sweep(): number {
    const now = this.#highWater.now();
    return this.#unitOfWork.write((writing) => {
      const mail = this.#mail.forgetSent(writing, now - MAIL_KEPT_MS);
      const told = mail + this.#ceremonies.forgetExpired(writing, now);
      return this.#messages.sweep(writing) + told + this.#users.sweep(writing, now);
    });
  }

  #sweepQuietly(): void {
    try {
      const count = this.sweep();
      if (count > 0) this.#log.debug('SWEPT', { count });
    } catch (error) {
      this.#log.warn('SWEEP_FAILED', { error });
    }
  }
}
