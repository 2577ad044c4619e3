import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The open wish of a device for a new password. */
@Entity({ name: 'password_resets' })
export class PasswordResetEntity {
  @PrimaryColumn({ type: 'text' })
  device!: string;

  @Column({ type: 'text', name: 'user_id', nullable: true })
  userId!: string | null;

  @Column({ type: 'text', name: 'code_hash' })
  codeHash!: string;

  @Column({ type: 'integer' })
  tries!: number;

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number;

  @Column({ type: 'integer', name: 'expires_at' })
  expiresAt!: number;
}
