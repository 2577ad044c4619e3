import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One attempt of a job; its epoch grows over all jobs. */
@Entity({ name: 'attempts' })
export class AttemptEntity {
  @PrimaryColumn({ type: 'integer' })
  epoch!: number;

  @Column({ type: 'text' })
  job!: string;

  @Column({ type: 'integer' })
  attempt!: number;

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number;

  @Column({ type: 'integer', name: 'closed_at', nullable: true })
  closedAt!: number | null;

  @Column({ type: 'text', name: 'close_reason', nullable: true })
  closeReason!: string | null;
}
