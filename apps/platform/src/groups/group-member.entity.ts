import { Entity, PrimaryColumn } from 'typeorm';

/** Somebody is in a group. */
@Entity({ name: 'group_members' })
export class GroupMemberEntity {
  @PrimaryColumn({ type: 'text', name: 'group_name' })
  groupName!: string;

  @PrimaryColumn({ type: 'text', name: 'user_id' })
  userId!: string;
}
