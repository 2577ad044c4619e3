import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A grant; its number is the version of the policies from then on. */
@Entity({ name: 'policies' })
export class PolicyEntity {
  @PrimaryColumn({ type: 'integer' })
  version!: number;

  @Column({ type: 'text' })
  id!: string;

  @Column({ type: 'text', name: 'dataset_id' })
  datasetId!: string;

  @Column({ type: 'text' })
  dataset!: string;

  @Column({ type: 'text', name: 'group_name' })
  groupName!: string;

  @Column({ type: 'integer', nullable: true })
  until!: number | null;

  @Column({ type: 'text', name: 'granted_by' })
  grantedBy!: string;

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number;
}
