import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The bytes of a result, pinned by digest. */
@Entity({ name: 'results' })
export class ResultEntity {
  @PrimaryColumn({ type: 'text' })
  job!: string;

  @Column({ type: 'text' })
  digest!: string;

  @Column({ type: 'blob' })
  body!: Uint8Array;

  @Column({ type: 'integer' })
  visible!: number;

  @Column({ type: 'integer', name: 'stored_at' })
  storedAt!: number;
}
