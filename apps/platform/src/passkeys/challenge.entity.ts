import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The open challenge of a device for one purpose. */
@Entity({ name: 'passkey_challenges' })
export class ChallengeEntity {
  @PrimaryColumn({ type: 'text' })
  device!: string;

  @PrimaryColumn({ type: 'text' })
  purpose!: string;

  @Column({ type: 'text' })
  nonce!: string;

  @Column({ type: 'text' })
  origin!: string;

  @Column({ type: 'integer', name: 'expires_at' })
  expiresAt!: number;
}
