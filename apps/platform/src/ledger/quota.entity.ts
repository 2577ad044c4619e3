import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A part of an account for a user, a group or a project. */
@Entity({ name: 'quotas' })
export class QuotaEntity {
  @PrimaryColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'text' })
  account!: string;

  @Column({ type: 'text' })
  kind!: string;

  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'real' })
  share!: number;

  @Column({ type: 'text', name: 'set_by' })
  setBy!: string;

  @Column({ type: 'integer', name: 'set_at' })
  setAt!: number;
}
