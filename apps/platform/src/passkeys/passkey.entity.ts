import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A public key that an authenticator holds the other half of. */
@Entity({ name: 'passkeys' })
export class PasskeyEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text', name: 'user_id' })
  userId!: string;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', name: 'public_key' })
  publicKey!: string;

  @Column({ type: 'integer' })
  counter!: number;

  @Column({ type: 'text' })
  transports!: string;

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number;

  @Column({ type: 'integer', name: 'used_at', nullable: true })
  usedAt!: number | null;
}
