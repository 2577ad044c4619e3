import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A registration that waits for its code. */
@Entity({ name: 'confirmation_codes' })
export class ConfirmationCodeEntity {
  @PrimaryColumn({ type: 'text' })
  device!: string;

  @Column({ type: 'text', name: 'user_id' })
  userId!: string;

  @Column({ type: 'text', name: 'code_hash' })
  codeHash!: string;

  @Column({ type: 'text' })
  password!: string;

  @Column({ type: 'integer' })
  enrolment!: number;

  @Column({ type: 'integer' })
  tries!: number;

  @Column({ type: 'integer', name: 'expires_at' })
  expiresAt!: number;
}
