import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The decision that a result may be seen. */
@Entity({ name: 'releases' })
export class ReleaseEntity {
  @PrimaryColumn({ type: 'text' })
  job!: string;

  @Column({ type: 'text' })
  digest!: string;

  @Column({ type: 'text' })
  way!: string;

  @Column({ type: 'integer', name: 'policy_version' })
  policyVersion!: number;

  @Column({ type: 'integer', name: 'released_at' })
  releasedAt!: number;
}
