import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The files of a data set as they were ingested once. */
@Entity({ name: 'data_versions' })
export class DataVersionEntity {
  @PrimaryColumn({ type: 'text', name: 'dataset_id' })
  datasetId!: string;

  @PrimaryColumn({ type: 'integer' })
  version!: number;

  @Column({ type: 'text' })
  digests!: string;

  @Column({ type: 'text', name: 'access_secret' })
  accessSecret!: string;

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number;
}
