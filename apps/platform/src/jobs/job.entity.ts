import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A job with its plan and where it stands. */
@Entity({ name: 'jobs' })
export class JobEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text', name: 'user_id' })
  userId!: string;

  @Column({ type: 'text', name: 'dataset_id' })
  datasetId!: string;

  @Column({ type: 'integer', name: 'data_version' })
  dataVersion!: number;

  @Column({ type: 'integer', name: 'metadata_version' })
  metadataVersion!: number;

  @Column({ type: 'text' })
  plugin!: string;

  @Column({ type: 'text', name: 'plugin_version' })
  pluginVersion!: string;

  @Column({ type: 'text', name: 'plugin_digest' })
  pluginDigest!: string;

  @Column({ type: 'text' })
  request!: string;

  @Column({ type: 'text' })
  plan!: string;

  @Column({ type: 'text', name: 'plan_fingerprint' })
  planFingerprint!: string;

  @Column({ type: 'real' })
  epsilon!: number;

  @Column({ type: 'real' })
  delta!: number;

  @Column({ type: 'real' })
  share!: number;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'integer' })
  final!: number;

  @Column({ type: 'integer' })
  attempt!: number;

  @Column({ type: 'integer' })
  epoch!: number;

  @Column({ type: 'integer', name: 'deadline_at', nullable: true })
  deadlineAt!: number | null;

  @Column({ type: 'integer', name: 'submitted_at' })
  submittedAt!: number;

  @Column({ type: 'integer', name: 'class_seconds', nullable: true })
  classSeconds!: number | null;

  @Column({ type: 'integer', name: 'visible_at', nullable: true })
  visibleAt!: number | null;

  @Column({ type: 'text', nullable: true })
  reason!: string | null;

  @Column({ type: 'text', nullable: true })
  sandbox!: string | null;

  @Column({ type: 'integer', name: 'policy_version' })
  policyVersion!: number;

  @Column({ type: 'text', nullable: true })
  project!: string | null;

  @Column({ type: 'text', nullable: true })
  purpose!: string | null;

  @Column({ type: 'text', nullable: true })
  relation!: string | null;
}
