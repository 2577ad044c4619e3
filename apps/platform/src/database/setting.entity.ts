import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A named value of the platform. */
@Entity({ name: 'settings' })
export class SettingEntity {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  value!: string;
}
