import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An address is a member of a project. */
@Entity({ name: 'project_members' })
export class ProjectMemberEntity {
  @PrimaryColumn({ type: 'text' })
  project!: string;

  @PrimaryColumn({ type: 'text' })
  email!: string;

  @Column({ type: 'integer', name: 'added_at' })
  addedAt!: number;
}
