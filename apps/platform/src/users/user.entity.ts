import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row an address. */
@Entity({ name: 'users' })
export class UserEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  email!: string;

  @Column({ type: 'text' })
  state!: string;

  @Column({ type: 'text' })
  roles!: string;

  @Column({ type: 'text', nullable: true })
  password!: string | null;

  @Column({ type: 'text' })
  device!: string;

  @Column({ type: 'integer' })
  since!: number;
}
