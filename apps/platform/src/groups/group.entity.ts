import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A group beside the roles. */
@Entity({ name: 'user_groups' })
export class GroupEntity {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'text', name: 'created_by' })
  createdBy!: string;

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number;
}
