import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A mail; its text is erased when it was sent, or refused for good. */
@Entity({ name: 'mail_outbox' })
export class MailEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  recipient!: string;

  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'text', nullable: true })
  body!: string | null;

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number;

  @Column({ type: 'integer', name: 'sent_at', nullable: true })
  sentAt!: number | null;

  @Column({ type: 'integer', nullable: true })
  refusal!: number | null;
}
