import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { MailService } from '../mail/mail.service.ts';
import { expiredMails } from './access-mail.ts';
import { AccessRequestsRepository } from './access-requests.repository.ts';

const PERIOD_MS = 60_000;

/** Closes requests that nobody decided in time, once a minute, and tells both. */
@Injectable()
export class AccessExpiry implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly requests: AccessRequestsRepository,
    private readonly mail: MailService,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
    private readonly log: PlatformLog,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.#sweepQuietly(), PERIOD_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** @returns how many were closed */
  sweep(): number {
    const at = this.clock.now().getTime();
    return this.unitOfWork.write((writing) => {
      const expired = this.requests.expired(writing, at);
      for (const request of expired) {
        this.requests.close(writing, request.id, { state: 'expired', by: null, at });
        for (const mail of expiredMails(request)) this.mail.queue(writing, mail);
      }
      return expired.length;
    });
  }

  #sweepQuietly(): void {
    try {
      const count = this.sweep();
      if (count > 0) this.log.debug('REQUESTS_EXPIRED', { count });
    } catch (error) {
      this.log.warn('SWEEP_FAILED', { error });
    }
  }
}
