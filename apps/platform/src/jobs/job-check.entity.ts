import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The verdict of one check on one job. */
@Entity({ name: 'job_checks' })
export class JobCheckEntity {
  @PrimaryColumn({ type: 'text' })
  job!: string;

  @PrimaryColumn({ type: 'text' })
  stage!: string;

  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  version!: string;

  @Column({ type: 'text' })
  verdict!: string;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'text', nullable: true })
  digest!: string | null;

  @Column({ type: 'integer', name: 'checked_at' })
  checkedAt!: number;
}
