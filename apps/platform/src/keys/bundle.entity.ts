import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A signed bundle. */
@Entity({ name: 'bundles' })
export class BundleEntity {
  @PrimaryColumn({ type: 'integer' })
  number!: number;

  @Column({ type: 'text' })
  jws!: string;

  @Column({ type: 'integer', name: 'issued_at' })
  issuedAt!: number;

  @Column({ type: 'integer', name: 'expires_at' })
  expiresAt!: number;
}
