import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An account that was joined into another. */
@Entity({ name: 'account_joins' })
export class AccountJoinEntity {
  @PrimaryColumn({ type: 'text' })
  predecessor!: string;

  @Column({ type: 'text' })
  account!: string;

  @Column({ type: 'text', name: 'joined_by' })
  joinedBy!: string;

  @Column({ type: 'integer', name: 'joined_at' })
  joinedAt!: number;
}
