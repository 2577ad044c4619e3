import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A row of the hash chain. */
@Entity({ name: 'audit' })
export class AuditEntity {
  @PrimaryColumn({ type: 'integer' })
  number!: number;

  @Column({ type: 'text' })
  time!: string;

  @Column({ type: 'text', name: 'audit_id' })
  auditId!: string;

  @Column({ type: 'text' })
  actor!: string;

  @Column({ type: 'text' })
  action!: string;

  @Column({ type: 'text', nullable: true })
  object!: string | null;

  @Column({ type: 'text' })
  outcome!: string;

  @Column({ type: 'text' })
  facts!: string;

  @Column({ type: 'text' })
  salt!: string;

  @Column({ type: 'text' })
  previous!: string;

  @Column({ type: 'text' })
  hash!: string;

  @Column({ type: 'text', nullable: true })
  dataset!: string | null;
}
