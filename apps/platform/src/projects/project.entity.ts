import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A project. */
@Entity({ name: 'projects' })
export class ProjectEntity {
  /** Address of whoever made it, and its name among theirs: `ada@example.org/churn`. */
  @PrimaryColumn({ type: 'text' })
  name!: string;

  /** Address of who says who is in it. */
  @Column({ type: 'text' })
  owner!: string;

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number;
}
