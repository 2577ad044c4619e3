import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key that exists; its private part is a file. */
@Entity({ name: 'platform_keys' })
export class PlatformKeyEntity {
  @PrimaryColumn({ type: 'text' })
  thumbprint!: string;

  @Column({ type: 'text' })
  purpose!: string;

  @Column({ type: 'text' })
  file!: string;

  @Column({ type: 'integer', name: 'created_at' })
  createdAt!: number;
}
