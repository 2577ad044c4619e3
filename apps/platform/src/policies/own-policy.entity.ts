import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One change of an own policy; its number is the version of the policies from then on. */
@Entity({ name: 'own_policies' })
export class OwnPolicyEntity {
  @PrimaryColumn({ type: 'integer' })
  version!: number;

  /** Null: of the platform. */
  @Column({ type: 'text', name: 'dataset_id', nullable: true })
  datasetId!: string | null;

  @Column({ type: 'text', nullable: true })
  dataset!: string | null;

  @Column({ type: 'text' })
  name!: string;

  /** Cedar; null: removed. */
  @Column({ type: 'text', nullable: true })
  text!: string | null;

  @Column({ type: 'text', name: 'changed_by' })
  changedBy!: string;

  @Column({ type: 'integer', name: 'changed_at' })
  changedAt!: number;
}
