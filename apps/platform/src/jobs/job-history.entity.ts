import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A state that a job entered. */
@Entity({ name: 'job_history' })
export class JobHistoryEntity {
  @PrimaryColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'text' })
  job!: string;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'integer' })
  at!: number;
}
