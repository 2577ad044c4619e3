import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A data set whose data are being read, and which is published when they are. */
@Entity({ name: 'preparations' })
export class PreparationEntity {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'text', name: 'owner_id' })
  ownerId!: string;

  @Column({ type: 'text' })
  definition!: string;

  @Column({ type: 'text' })
  groups!: string;

  @Column({ type: 'text', name: 'access_secret' })
  accessSecret!: string;

  @Column({ type: 'integer', name: 'begun_at' })
  begunAt!: number;
}
