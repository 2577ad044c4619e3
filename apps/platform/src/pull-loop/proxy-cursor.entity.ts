import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far a proxy was read. */
@Entity({ name: 'proxy_cursors' })
export class ProxyCursorEntity {
  @PrimaryColumn({ type: 'text' })
  origin!: string;

  @Column({ type: 'integer' })
  cursor!: number;
}
