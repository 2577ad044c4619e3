import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A token, hashed. */
@Entity({ name: 'sessions' })
export class SessionEntity {
  @PrimaryColumn({ type: 'text', name: 'token_hash' })
  tokenHash!: string;

  @Column({ type: 'text', name: 'user_id' })
  userId!: string;

  @Column({ type: 'text' })
  device!: string;

  @Column({ type: 'text' })
  mailbox!: string;

  @Column({ type: 'text', default: 'password' })
  authentication!: string;

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number;

  @Column({ type: 'integer', name: 'expires_at' })
  expiresAt!: number;
}
