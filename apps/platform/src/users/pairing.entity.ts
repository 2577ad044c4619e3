import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The open invitation of a user for another device. */
@Entity({ name: 'pairings' })
export class PairingEntity {
  @PrimaryColumn({ type: 'text', name: 'user_id' })
  userId!: string;

  @Column({ type: 'text', name: 'code_hash' })
  codeHash!: string;

  @Column({ type: 'integer', name: 'machine_days', nullable: true })
  machineDays!: number | null;

  @Column({ type: 'integer' })
  tries!: number;

  @Column({ type: 'integer', name: 'expires_at' })
  expiresAt!: number;
}
