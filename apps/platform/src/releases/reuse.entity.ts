import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An answer that was derived from a released one, and so cost nothing. */
@Entity({ name: 'reuses' })
export class ReuseEntity {
  @PrimaryColumn({ type: 'text' })
  job!: string;

  @Column({ type: 'text' })
  source!: string;

  @Column({ type: 'text' })
  digest!: string;

  @Column({ type: 'blob' })
  body!: Buffer;

  @Column({ type: 'integer', name: 'stored_at' })
  storedAt!: number;
}
