import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A message that was accepted; sealed until it is answered. */
@Entity({ name: 'inbox' })
export class InboxEntity {
  @PrimaryColumn({ type: 'text' })
  device!: string;

  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  digest!: string;

  @Column({ type: 'text' })
  proxy!: string;

  @Column({ type: 'text', nullable: true })
  envelope!: string | null;

  @Column({ type: 'integer', name: 'received_at' })
  receivedAt!: number;

  @Column({ type: 'integer', name: 'keep_until' })
  keepUntil!: number;
}
