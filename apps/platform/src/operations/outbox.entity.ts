import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one reply of a message. */
@Entity({ name: 'outbox' })
export class OutboxEntity {
  @PrimaryColumn({ type: 'text' })
  device!: string;

  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  proxy!: string;

  @Column({ type: 'text' })
  digest!: string;

  @Column({ type: 'text', name: 'reply_key', nullable: true })
  replyKey!: string | null;

  @Column({ type: 'text', nullable: true })
  plain!: string | null;

  @Column({ type: 'text', nullable: true })
  sealed!: string | null;

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number;

  @Column({ type: 'integer', name: 'pushed_at', nullable: true })
  pushedAt!: number | null;

  @Column({ type: 'integer', name: 'keep_until' })
  keepUntil!: number;
}
