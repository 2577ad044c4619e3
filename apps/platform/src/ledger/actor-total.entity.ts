import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What one person, by id, or one project, by full name, spent from one account. */
@Entity({ name: 'actor_totals' })
export class ActorTotalEntity {
  @PrimaryColumn({ type: 'text' })
  account!: string;

  @PrimaryColumn({ type: 'text' })
  actor!: string;

  @Column({ type: 'text' })
  spent!: string;
}
