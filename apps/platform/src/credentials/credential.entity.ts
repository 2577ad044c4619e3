import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What opens a database of an owner, as only the service can read it. */
@Entity({ name: 'credentials' })
export class CredentialEntity {
  @PrimaryColumn({ type: 'text', name: 'owner_id' })
  ownerId!: string;

  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  sealed!: string;

  @Column({ type: 'integer', name: 'stored_at' })
  storedAt!: number;
}
