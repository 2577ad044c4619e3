import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

export interface QueuedMail {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body: string;
  readonly createdAt: number;
}

const INSERT = `INSERT INTO mail_outbox (id, recipient, subject, body, created_at)
  VALUES (@id, @recipient, @subject, @body, @createdAt)`;
const DUE = `SELECT id, recipient, subject, body, created_at AS createdAt FROM mail_outbox
  WHERE sent_at IS NULL AND refusal IS NULL ORDER BY created_at, rowid LIMIT @limit`;
const SENT = 'UPDATE mail_outbox SET body = NULL, sent_at = @now WHERE id = @id';
const REFUSED = 'UPDATE mail_outbox SET body = NULL, refusal = @status WHERE id = @id';
const FORGET = `DELETE FROM mail_outbox
  WHERE sent_at < @before OR (refusal IS NOT NULL AND created_at < @before)`;

@Injectable()
export class MailRepository {
  insert(writing: Writing, mail: QueuedMail): void {
    writing.run(INSERT, { ...mail });
  }

  due(reading: Reading, limit: number): QueuedMail[] {
    return reading.all<QueuedMail>(DUE, { limit });
  }

  /** The text is erased: it may hold a code. */
  markSent(writing: Writing, id: string, now: number): void {
    writing.run(SENT, { id, now });
  }

  /** It is not sent again, and its text is erased too. */
  markRefused(writing: Writing, id: string, status: number): void {
    writing.run(REFUSED, { id, status });
  }

  forgetSent(writing: Writing, before: number): number {
    return writing.run(FORGET, { before });
  }
}
