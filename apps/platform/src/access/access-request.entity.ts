import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody asks to be let ask a data set. */
@Entity({ name: 'access_requests' })
export class AccessRequestEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text', name: 'dataset_id' })
  datasetId!: string;

  @Column({ type: 'text', name: 'user_id' })
  userId!: string;

  @Column({ type: 'text' })
  purpose!: string;

  @Column({ type: 'text' })
  reason!: string;

  @Column({ type: 'integer', nullable: true })
  until!: number | null;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number;

  @Column({ type: 'integer', name: 'expires_at' })
  expiresAt!: number;

  @Column({ type: 'text', name: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Column({ type: 'integer', name: 'decided_at', nullable: true })
  decidedAt!: number | null;

  @Column({ type: 'text', nullable: true })
  policy!: string | null;
}
