import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A budget account; terms and totals are JSON. */
@Entity({ name: 'accounts' })
export class AccountEntity {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  entity!: string;

  @Column({ type: 'text', name: 'unit_kind' })
  unitKind!: string;

  @Column({ type: 'text' })
  terms!: string;

  @Column({ type: 'text' })
  spent!: string;

  @Column({ type: 'text' })
  head!: string;

  @Column({ type: 'text', nullable: true })
  closed!: string | null;

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number;
}
