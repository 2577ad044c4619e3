import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of the ledger. */
@Entity({ name: 'spends' })
export class SpendEntity {
  @PrimaryColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'text' })
  job!: string;

  @Column({ type: 'text' })
  account!: string;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'text' })
  events!: string;

  @Column({ type: 'text' })
  curve!: string;

  @Column({ type: 'text' })
  mechanisms!: string;

  @Column({ type: 'text', name: 'plan_fingerprint' })
  planFingerprint!: string;

  @Column({ type: 'text' })
  versions!: string;

  @Column({ type: 'text' })
  actor!: string;

  @Column({ type: 'text', nullable: true })
  project!: string | null;

  @Column({ type: 'integer', name: 'reserved_at' })
  reservedAt!: number;

  @Column({ type: 'integer', name: 'opened_at', nullable: true })
  openedAt!: number | null;

  @Column({ type: 'integer', name: 'closed_at', nullable: true })
  closedAt!: number | null;

  @Column({ type: 'text', name: 'previous_hash' })
  previousHash!: string;

  @Column({ type: 'text' })
  hash!: string;
}
