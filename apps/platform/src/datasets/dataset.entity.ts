import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A published data set. */
@Entity({ name: 'datasets' })
export class DatasetEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', name: 'owner_id' })
  ownerId!: string;

  @Column({ type: 'text' })
  account!: string;

  @Column({ type: 'text' })
  definition!: string;

  @Column({ type: 'integer', name: 'metadata_version' })
  metadataVersion!: number;

  @Column({ type: 'integer', name: 'data_version' })
  dataVersion!: number;

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number;
}
